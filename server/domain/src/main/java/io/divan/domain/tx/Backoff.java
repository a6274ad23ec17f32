package io.divan.domain.tx;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to a bound, with jitter.
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {
  /**
   * @param failures how many attempts have failed, from 1
   */
  long nanosAfter(int failures) {
    long doubled = first.toNanos() << Math.min(failures - 1, 20);
    long bounded = doubled <= 0 ? most.toNanos() : Math.min(doubled, most.toNanos());
    return bounded
        - random.nextLong(bounded / 5 + 1); // up to a fifth earlier, so that herds spread
  }
}
