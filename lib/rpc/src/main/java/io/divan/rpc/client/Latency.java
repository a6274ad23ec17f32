package io.divan.rpc.client;

/**
 * How long a server takes to answer: an exponentially weighted moving average that jumps to a new
 * peak at once and comes down from it slowly.
 *
 * <p>Source: Twitter Finagle, {@code PeakEwma} (load balancing by the cost {@code latency × (in
 * flight + 1)}).
 */
final class Latency {
  private static final double DECAY_NANOS = 10e9;

  private record State(double nanos, long at) {}

  private volatile State state;

  Latency(long now) {
    this.state = new State(0, now);
  }

  /** Of two answers of the same moment one may be lost; it is as good as the other. */
  void observe(long nanos, long now) {
    State before = state;
    double updated = nanos;
    if (nanos < before.nanos) {
      double weight = Math.exp(-Math.max(0, now - before.at) / DECAY_NANOS);
      updated = before.nanos * weight + nanos * (1 - weight);
    }
    state = new State(updated, now);
  }

  /** The average now, decayed by the time since the last answer; 0 if nothing was observed. */
  double nanos(long now) {
    State current = state;
    return current.nanos * Math.exp(-Math.max(0, now - current.at) / DECAY_NANOS);
  }
}
