package io.divan.domain.identity;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Slows down guessing: after {@value #BURST} wrong passwords a name may try again only once every
 * ten seconds.
 *
 * <p>The generic cell rate algorithm (ITU-T I.371) in a table of fixed size, so that a flood of
 * names costs no memory and pushes nobody's past out. Names that fall into one cell share it.
 */
final class LoginThrottle {
  private static final int BURST = 5;
  private static final int CELLS = 4096;
  private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

  private final Clock clock;
  private final int seed;
  private final long origin;
  private final AtomicLongArray arrivals = new AtomicLongArray(CELLS); // nanoseconds since origin

  /**
   * @param seed random, so that nobody can choose a name that shares another's cell
   */
  LoginThrottle(Clock clock, int seed) {
    this.clock = clock;
    this.seed = seed;
    this.origin = clock.nanos();
  }

  /**
   * Counts an attempt.
   *
   * @throws Failure EXHAUSTED if there were too many
   */
  void attempt(String name) {
    long now = clock.nanos() - origin;
    int cell = cell(name);
    while (true) {
      long arrival = arrivals.get(cell);
      long wait = arrival - now - (BURST - 1) * INTERVAL;
      if (wait > 0) {
        throw Failure.of(
            Kind.EXHAUSTED,
            "identity.too-many-attempts",
            "Too many wrong passwords. Try again in "
                + Duration.ofNanos(wait).plusSeconds(1).toSeconds()
                + " s.");
      }
      if (arrivals.compareAndSet(cell, arrival, Math.max(arrival, now) + INTERVAL)) {
        return;
      }
    }
  }

  /** The attempt was a good one and does not count. */
  void succeeded(String name) {
    arrivals.addAndGet(cell(name), -INTERVAL);
  }

  private int cell(String name) {
    int hash = (name.hashCode() ^ seed) * 0x9E3779B9;
    return hash >>> 20;
  }
}
