package io.divan.guard.window;

/** Which of several places a thread counts in, so that processors do not wait for one another. */
final class Stripes {
  /** Longs in two cache lines: what lies so far apart is not fetched together. */
  static final int APART = 16;

  private static final int MOST = 8;

  /** A power of two, somewhat more than there are processors. */
  static final int COUNT =
      Math.min(MOST, 2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

  private Stripes() {}

  static int mine() {
    return (int) Thread.currentThread().getId() & (COUNT - 1);
  }
}
