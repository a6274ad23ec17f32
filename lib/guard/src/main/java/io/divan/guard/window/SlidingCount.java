package io.divan.guard.window;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A count over the last while that can be kept below a limit: asking and counting are one step. The
 * sum is held beside its buckets, in one word with the epoch it is of; whoever first comes in a new
 * epoch takes out of it what has left the window.
 */
public final class SlidingCount {
  private static final int SLOTS = 256;
  private static final int BITS = 24;
  private static final long SUM = (1L << BITS) - 1;

  /** More than this cannot be counted. */
  public static final long MOST = SUM;


  private final int shift;
  private final int span;
  private final AtomicLong sum = new AtomicLong(); // epoch << BITS | count
  private final AtomicIntegerArray buckets = new AtomicIntegerArray(SLOTS);
  private final ReentrantLock turning = new ReentrantLock(); // guards the step to a new epoch

  /**
   * @param nanos how long it looks back, exact to 1 %
   */
  public SlidingCount(long nanos) {
    shift = Buckets.shift(nanos, SLOTS);
    span = Buckets.span(nanos, shift) + 1;
  }

  /**
   * Counts one if that leaves the count at most at the limit.
   *
   * @param limit at most {@link #MOST}
   */
  public boolean take(long now, long limit) {
    while (true) {
      long word = current(now);
      if ((word & SUM) >= limit) {
        return false;
      }
      if (sum.compareAndSet(word, word + 1)) {
        buckets.getAndIncrement((int) (word >> BITS) & (SLOTS - 1));
        return true;
      }
    }
  }

  /** Takes back what {@link #take} has counted just before. */
  public void giveBack(long now) {
    while (true) {
      long word = current(now);
      if ((word & SUM) == 0) {
        return; // it has left the window meanwhile
      }
      if (sum.compareAndSet(word, word - 1)) {
        buckets.getAndDecrement((int) (word >> BITS) & (SLOTS - 1));
        return;
      }
    }
  }

  public long count(long now) {
    return current(now) & SUM;
  }

  /** The word of this epoch, or of a later one that another thread has come to. */
  private long current(long now) {
    long word = sum.get();
    return now >> shift <= word >> BITS ? word : turn(now >> shift);
  }

  private long turn(long epoch) {
    turning.lock();
    try {
      long from = sum.get() >> BITS;
      if (from >= epoch) {
        return sum.get();
      }
      long leaving = 0;
      long steps = Math.min(epoch - from, SLOTS);
      for (long next = epoch - steps + 1; next <= epoch; next++) {
        leaving += buckets.getAndSet((int) (next - span) & (SLOTS - 1), 0);
      }
      while (true) {
        long word = sum.get();
        long turned = epoch << BITS | Math.max(0, (word & SUM) - leaving);
        if (sum.compareAndSet(word, turned)) {
          return turned;
        }
      }
    } finally {
      turning.unlock();
    }
  }
}
