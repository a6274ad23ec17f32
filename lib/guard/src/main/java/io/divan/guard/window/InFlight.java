package io.divan.guard.window;

import java.util.concurrent.atomic.AtomicLongArray;

/** What has begun and not ended. The end may come on another thread than the beginning. */
public final class InFlight {
  private final AtomicLongArray stripes = new AtomicLongArray(Stripes.COUNT * Stripes.APART);

  public void begin() {
    stripes.getAndIncrement(Stripes.mine() * Stripes.APART);
  }

  public void end() {
    stripes.getAndDecrement(Stripes.mine() * Stripes.APART);
  }

  /**
   * How many there are. Of several that begin at the same time, the last to do so sees them all:
   * who begins first and asks then never lets too many through.
   */
  public long count() {
    long count = 0;
    for (int i = 0; i < stripes.length(); i += Stripes.APART) {
      count += stripes.get(i);
    }
    return count;
  }
}
