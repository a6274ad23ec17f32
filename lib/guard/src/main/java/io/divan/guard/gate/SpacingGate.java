package io.divan.guard.gate;

import io.divan.guard.rule.RateLimit;
import org.jspecify.annotations.Nullable;

/** A token bucket, or a queue of calls at even distances. */
final class SpacingGate extends Gate {
  private static final double SECOND = 1e9;

  private final Rate rate;
  private final int burst;
  private final long longestWait;
  private final Spacing spacing = new Spacing();

  /**
   * @param burst how many may come at once after quiet, at least 1
   * @param longestWait nanoseconds
   */
  SpacingGate(RateLimit rule, Rate rate, int burst, long longestWait) {
    super(rule);
    this.rate = rate;
    this.burst = burst;
    this.longestWait = longestWait;
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    double distance = SECOND / rate.perSecond(now);
    long said = spacing.take(now, distance, distance * (burst - 1), longestWait);
    if (said != REFUSED) {
      rate.used();
    }
    return said;
  }

  @Override
  public void undo(long now, @Nullable String caller, Object @Nullable [] arguments) {
    spacing.giveBack(SECOND / rate.perSecond(now));
  }
}
