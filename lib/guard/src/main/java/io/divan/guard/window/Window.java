package io.divan.guard.window;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts over the last while, in a ring of buckets. A bucket is one word, its epoch and what was
 * counted in it, so that a stale bucket is begun anew by one compare-and-set and counting is one
 * addition. Threads count in stripes of their own.
 *
 * <p>What is counted is either one number below 2<sup>39</sup> or two below 2<sup>19</sup> for each
 * bucket and stripe; what would exceed that is not counted. An epoch has 24 bits: a bucket that
 * nobody has counted in for 2<sup>24</sup> buckets to the very one would be taken for a new one.
 */
public final class Window {
  /** Added to what {@link #left} gives. */
  public static final long LEFT = 1L << 20;

  /** Added to what {@link #right} gives. */
  public static final long RIGHT = 1;

  private static final int COUNT_BITS = 40;
  private static final long COUNT = (1L << COUNT_BITS) - 1;
  private static final long HALF = (1L << 20) - 1;
  private static final long EPOCH = (1L << 24) - 1;
  private static final long FULL_LEFT = 1L << 39;
  private static final long FULL_RIGHT = 1L << 19;
  private static final int SLOTS = 128;

  private final int shift;
  private final int span;
  private final long full; // bits that say that a bucket takes no more
  private final AtomicLongArray words;

  private Window(long nanos, long full) {
    this.shift = Buckets.shift(nanos, SLOTS);
    this.span = Buckets.span(nanos, shift);
    this.full = full;
    this.words = new AtomicLongArray(SLOTS * Stripes.COUNT);
  }

  /**
   * A window that counts two numbers, {@link #LEFT} and {@link #RIGHT}.
   *
   * @param nanos how long it looks back; exact to a bucket, of which there are 64 to 127
   */
  public static Window ofPairs(long nanos) {
    return new Window(nanos, FULL_LEFT | FULL_RIGHT);
  }

  /**
   * A window that counts one number.
   *
   * @param nanos as above
   */
  public static Window ofSums(long nanos) {
    return new Window(nanos, FULL_LEFT);
  }

  /**
   * Counts.
   *
   * @param what multiples of {@link #LEFT} and {@link #RIGHT}, or one number
   */
  public void add(long now, long what) {
    long epoch = now >> shift;
    int at = Stripes.mine() * SLOTS + ((int) epoch & (SLOTS - 1));
    long mark = (epoch & EPOCH) << COUNT_BITS;
    long word = words.get(at);
    while ((word & ~COUNT) != mark || word == 0) {
      if (words.compareAndSet(at, word, mark | what)) {
        return;
      }
      word = words.get(at);
    }
    if ((word & full) == 0) {
      words.getAndAdd(at, what);
    }
  }

  /** The sum of what was counted as one number. */
  public long whole(long now) {
    return sum(now, 0, COUNT);
  }

  public long left(long now) {
    return sum(now, 20, HALF);
  }

  public long right(long now) {
    return sum(now, 0, HALF);
  }

  private long sum(long now, int from, long mask) {
    long newest = now >> shift;
    long sum = 0;
    for (long epoch = newest; epoch > newest - span && epoch >= 0; epoch--) {
      long mark = (epoch & EPOCH) << COUNT_BITS;
      int slot = (int) epoch & (SLOTS - 1);
      for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
        long word = words.get(stripe * SLOTS + slot);
        if ((word & ~COUNT) == mark) {
          sum += word >> from & mask;
        }
      }
    }
    return sum;
  }

  /** Forgets everything. */
  public void clear() {
    for (int i = 0; i < words.length(); i++) {
      words.set(i, 0);
    }
  }
}
