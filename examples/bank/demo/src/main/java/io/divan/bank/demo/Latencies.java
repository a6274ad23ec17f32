package io.divan.bank.demo;

import java.time.Duration;
import java.util.Arrays;

/** How long orders took. Thread-safe; keeps every value, as there are only thousands. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int size;

  synchronized void add(long took) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = took;
  }

  /** The value that so many percent of all do not exceed; zero if there are none. */
  synchronized Duration percentile(int percent) {
    if (size == 0) {
      return Duration.ZERO;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * size);
    return Duration.ofNanos(sorted[Math.max(1, rank) - 1]);
  }
}
