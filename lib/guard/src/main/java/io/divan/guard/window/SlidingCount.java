package io.divan.guard.window;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A count over the last while that can be kept below a limit: asking and counting are one step, a
 * compare-and-set of one word that holds the count and the epoch it is of. Whoever first comes in a
 * new epoch notes what the last one has added, and takes out what has left the window.
 */
public final class SlidingCount {
  private static final int SLOTS = 256;
  private static final int NEAR = 4;
  private static final int BITS = 24;
  private static final long COUNT = (1L << BITS) - 1;

  /** More than this cannot be counted. */
  public static final long MOST = COUNT;

  private static final int WORD = Stripes.APART; // in the middle of nothing else

  private final int shift;
  private final int span;
  private final AtomicLongArray word = new AtomicLongArray(2 * Stripes.APART); // epoch, count
  private final ReentrantLock turning = new ReentrantLock(); // guards what follows
  private final long[] added = new long[SLOTS]; // by epoch
  private long atTurn; // the count when the epoch began

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
      long seen = current(now);
      if ((seen & COUNT) >= limit) {
        return false;
      }
      if (word.compareAndSet(WORD, seen, seen + 1)) {
        return true;
      }
    }
  }

  /** Takes back what {@link #take} has counted just before. */
  public void giveBack(long now) {
    while (true) {
      long seen = current(now);
      if ((seen & COUNT) == 0 || word.compareAndSet(WORD, seen, seen - 1)) {
        return;
      }
    }
  }

  public long count(long now) {
    return current(now) & COUNT;
  }

  /** The word of this epoch, or of a later one that another thread has come to. */
  private long current(long now) {
    long seen = word.get(WORD);
    long epoch = now >> shift;
    return epoch <= seen >> BITS ? seen : turned(epoch, seen);
  }

  private long turned(long epoch, long seen) {
    boolean isNear = epoch - (seen >> BITS) <= NEAR;
    if (isNear && !turning.tryLock()) {
      return seen; // another thread is at it, and a few milliseconds do no harm
    }
    if (!isNear) {
      turning.lock();
    }
    try {
      return turn(epoch);
    } finally {
      turning.unlock();
    }
  }

  private long turn(long epoch) {
    long from = word.get(WORD) >> BITS;
    if (from >= epoch) {
      return word.get(WORD);
    }
    boolean isAllGone = epoch - from >= span;
    long leaving = 0;
    for (long next = isAllGone ? epoch - SLOTS + 1 : from + 1; next <= epoch; next++) {
      int slot = (int) (next - span) & (SLOTS - 1);
      leaving += added[slot];
      added[slot] = 0;
    }
    while (true) {
      long seen = word.get(WORD);
      long count = seen & COUNT;
      long left = isAllGone ? 0 : Math.max(0, count - leaving);
      long turned = (epoch << BITS) | left;
      if (word.compareAndSet(WORD, seen, turned)) {
        added[(int) from & (SLOTS - 1)] = isAllGone ? 0 : count - atTurn;
        atTurn = left;
        return turned;
      }
    }
  }
}
