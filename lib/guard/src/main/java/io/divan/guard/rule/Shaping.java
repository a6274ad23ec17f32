package io.divan.guard.rule;

import java.time.Duration;

/** How a rate is kept. */
public sealed interface Shaping {
  static Shaping reject() {
    return new Reject();
  }

  /** At most the rate in any one second; the rest is refused. */
  record Reject() implements Shaping {}

  /**
   * A token bucket: filled at the rate, so many at once where there was quiet before.
   *
   * @param size at least 1
   */
  record TokenBucket(int size) implements Shaping {
    public TokenBucket {
      Checks.that(size >= 1, "A token bucket holds at least one token.");
    }
  }

  /**
   * A leaky bucket: one call after the other at even distances.
   *
   * @param longestWait who would wait longer is refused
   */
  record Queue(Duration longestWait) implements Shaping {
    public Queue {
      Checks.that(!longestWait.isNegative(), "Nobody waits less than no time.");
      Checks.that(
          longestWait.compareTo(Duration.ofDays(1)) <= 0, "Nobody waits longer than a day.");
    }
  }

  /**
   * From cold, a fraction of the rate at first and all of it after a period of use.
   *
   * @param coldFactor the rate when cold is the rate divided by this, more than 1
   */
  record WarmUp(Duration period, int coldFactor) implements Shaping {
    public WarmUp {
      Checks.period(period, "period of warming up");
      Checks.that(coldFactor > 1, "The cold factor has to be more than 1.");
    }
  }

  /** Both: even distances that shrink while it warms up. */
  record WarmUpQueue(WarmUp warmUp, Queue queue) implements Shaping {}
}
