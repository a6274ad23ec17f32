package io.divan.rpc.client;

/**
 * How long a server takes to answer: an exponentially weighted moving average that jumps to a new
 * peak at once and comes down from it slowly. What has not been seen again for a while is
 * forgotten: a server that was slow once, as at its first call, gets another.
 *
 * <p>Source: Twitter Finagle, {@code PeakEwma} (load balancing by the cost {@code latency × (in
 * flight + 1)}).
 */
final class Latency {
  private static final double DECAY_NANOS = 10e9;
  private static final long FORGOTTEN_NANOS = 10_000_000_000L;

  private record State(double nanos, long at) {
    boolean isForgotten(long now) {
      return now - at > FORGOTTEN_NANOS;
    }

    double weight(long now) {
      return Math.exp(-Math.max(0, now - at) / DECAY_NANOS);
    }
  }

  private volatile State state;

  Latency(long now) {
    this.state = new State(0, now);
  }

  /** Of two answers of the same moment one may be lost; it is as good as the other. */
  void observe(long nanos, long now) {
    State before = state;
    double updated = nanos;
    if (nanos < before.nanos && !before.isForgotten(now)) {
      double weight = before.weight(now);
      updated = before.nanos * weight + nanos * (1 - weight);
    }
    state = new State(updated, now);
  }

  /** The average now, decayed by the time since the last answer; 0 if there was none lately. */
  double nanos(long now) {
    State current = state;
    return current.isForgotten(now) ? 0 : current.nanos * current.weight(now);
  }
}
