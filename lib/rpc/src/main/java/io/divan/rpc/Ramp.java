package io.divan.rpc;

import java.time.Duration;

/**
 * How a server that has just started comes to its full weight: in a straight line, so that its code
 * is compiled and its caches are filled by the time all calls come.
 *
 * @param startMillis when it started, by the wall clock
 * @param over how long it takes
 * @param from the part of its weight it begins with, between 0 and 1
 */
public record Ramp(long startMillis, Duration over, double from) {
  public Ramp {
    if (over.isNegative() || !(from >= 0 && from <= 1)) {
      throw new IllegalArgumentException("no ramp: from " + from + " over " + over);
    }
  }

  /** The part of its weight at a time: {@code from} to 1. */
  public double part(long nowMillis) {
    long passed = nowMillis - startMillis;
    if (passed >= over.toMillis()) {
      return 1;
    }
    return passed <= 0 ? from : from + (1 - from) * passed / over.toMillis();
  }
}
