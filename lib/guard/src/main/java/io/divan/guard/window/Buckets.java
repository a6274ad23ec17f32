package io.divan.guard.window;

/** How a while is cut into buckets whose width is a power of two of nanoseconds. */
final class Buckets {
  private Buckets() {}

  /** The width's logarithm, so that the while has at most so many buckets, less one to spare. */
  static int shift(long nanos, int most) {
    if (nanos <= 0) {
      throw new IllegalArgumentException("A window has to look back, not over " + nanos + " ns");
    }
    int shift = 0;
    while (nanos >> shift >= most - 1) {
      shift++;
    }
    return shift;
  }

  /** The number of buckets, the current one included, that come closest to the while. */
  static int span(long nanos, int shift) {
    return (int) Math.max(1, (nanos + (1L << shift) / 2) >> shift);
  }
}
