package io.divan.bench.load;

/** Counts durations in buckets a sixteenth of their size wide. For one thread. */
final class Latencies {
  private static final int SUB_BUCKETS = 16;

  private final long[] buckets = new long[64 * SUB_BUCKETS];
  private long count;

  void add(long nanos) {
    buckets[bucket(Math.max(1, nanos))]++;
    count++;
  }

  void addAll(Latencies other) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    count += other.count;
  }

  long count() {
    return count;
  }

  /** The duration that the given share of all durations does not exceed, in nanoseconds. */
  long percentile(double share) {
    long rank = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank && seen > 0) {
        return upperEnd(i);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int magnitude = 63 - Long.numberOfLeadingZeros(nanos);
    if (magnitude < 4) {
      return (int) nanos;
    }
    return magnitude * SUB_BUCKETS + (int) (nanos >> (magnitude - 4)) - SUB_BUCKETS;
  }

  private static long upperEnd(int bucket) {
    int magnitude = bucket / SUB_BUCKETS;
    if (magnitude < 4) {
      return bucket;
    }
    return (long) (bucket % SUB_BUCKETS + SUB_BUCKETS + 1) << (magnitude - 4);
  }
}
