package io.divan.guard.gate;

import io.divan.guard.rule.RateLimit;
import io.divan.guard.window.SlidingCount;
import org.jspecify.annotations.Nullable;

/** At most the rate in any one second. */
final class RateGate extends Gate {
  private static final long SECOND = 1_000_000_000;

  private final Rate rate;
  private final SlidingCount count = new SlidingCount(SECOND);

  RateGate(RateLimit rule, Rate rate) {
    super(rule);
    this.rate = rate;
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    long limit = (long) Math.min(SlidingCount.MOST, rate.perSecond(now));
    if (!count.take(now, limit)) {
      return REFUSED;
    }
    rate.used();
    return PASSED;
  }

  @Override
  public void undo(long now, @Nullable String caller, Object @Nullable [] arguments) {
    count.giveBack(now);
  }
}
