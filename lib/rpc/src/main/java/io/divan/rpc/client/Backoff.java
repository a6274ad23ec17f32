package io.divan.rpc.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: doubling up to a bound, each between half and whole of that, so that
 * clients that lost their server together do not come back together.
 */
final class Backoff {
  private final long first;
  private final long most;
  private final RandomGenerator random;
  private long next;

  Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first.toNanos();
    this.most = most.toNanos();
    this.random = random;
    this.next = this.first;
  }

  /** The pause before the next attempt, in nanoseconds. */
  long pause() {
    long whole = next;
    next = Math.min(most, 2 * next);
    return whole / 2 + random.nextLong(whole / 2 + 1);
  }

  /** An attempt has succeeded. */
  void reset() {
    next = first;
  }
}
