package io.divan.guard.gate;

import io.divan.guard.rule.Shaping.WarmUp;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A rate that grows from a fraction to all of it while it is used, and falls back while it is not.
 * Quiet stores permits; the more are stored, the colder it is and the lower the rate. The curve is
 * the trapezoid of Guava's SmoothRateLimiter (SmoothWarmingUp), which Sentinel's WarmUpController
 * uses too; the store is brought up to date every second.
 */
final class WarmingRate implements Rate {
  private static final long TICK = 1_000_000_000; // calls may come in one burst for each second
  private static final double SECOND = 1e9;
  private static final double IDLE = 0.8; // of the cold rate; using all of it has to warm up

  private final double full;
  private final double cold;
  private final double warm; // permits in store below which the rate is full
  private final double most;
  private final double slope;
  private final LongAdder used = new LongAdder();
  private final AtomicBoolean ticking = new AtomicBoolean(); // guards stored and at
  private double stored;
  private volatile long at;
  private volatile double current;

  WarmingRate(double perSecond, WarmUp warmUp) {
    full = perSecond;
    cold = perSecond / warmUp.coldFactor();
    double period = warmUp.period().toNanos() / SECOND;
    warm = period * full / (warmUp.coldFactor() - 1);
    most = warm + 2 * period * full / (1 + warmUp.coldFactor());
    slope = (warmUp.coldFactor() - 1.0) / full / (most - warm);
    stored = most;
    current = cold;
  }

  @Override
  public double perSecond(long now) {
    if (now - at >= TICK && ticking.compareAndSet(false, true)) {
      try {
        tick(now);
      } finally {
        ticking.set(false);
      }
    }
    return current;
  }

  private void tick(long now) {
    double seconds = (now - at) / SECOND;
    double taken = used.sumThenReset();
    boolean cools = stored <= warm || taken / seconds < cold * IDLE;
    if (cools) {
      stored = Math.min(most, stored + seconds * full);
    }
    stored = Math.max(0, stored - taken);
    current = stored > warm ? 1 / ((stored - warm) * slope + 1 / full) : full;
    at = now;
  }

  @Override
  public void used() {
    used.increment();
  }
}
