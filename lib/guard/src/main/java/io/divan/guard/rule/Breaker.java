package io.divan.guard.rule;

import java.time.Duration;

/**
 * A circuit breaker: opens when calls end badly, lets nothing through for a while, then one call to
 * see whether it may close.
 *
 * @param trip what is bad, and how much of it opens
 * @param window over how long the calls are looked at
 * @param leastCalls with fewer calls than this in the window it stays closed
 * @param openFor how long nothing is let through
 */
public record Breaker(String resource, Trip trip, Duration window, int leastCalls, Duration openFor)
    implements Rule {
  public Breaker {
    Checks.named(resource, "resource");
    Checks.period(window, "window");
    Checks.period(openFor, "time to stay open");
    Checks.that(leastCalls >= 1, "At least one call has to be looked at.");
  }

  /** What opens a breaker. */
  public sealed interface Trip {}

  /**
   * More than a share of the calls took longer.
   *
   * @param slowerThan longer than this is slow
   */
  public record SlowRatio(Duration slowerThan, double ratio) implements Trip {
    public SlowRatio {
      Checks.that(!slowerThan.isNegative(), "No call takes less than no time.");
      Checks.ratio(ratio);
    }
  }

  /** More than a share of the calls failed. */
  public record ErrorRatio(double ratio) implements Trip {
    public ErrorRatio {
      Checks.ratio(ratio);
    }
  }

  /** More calls than this failed. */
  public record ErrorCount(long count) implements Trip {
    public ErrorCount {
      Checks.that(count >= 0, "The number of failures has to be 0 or more.");
    }
  }

  /** Where a breaker stands. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }
}
