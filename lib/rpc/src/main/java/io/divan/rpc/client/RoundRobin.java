package io.divan.rpc.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link Balancing#ROUND_ROBIN}: a schedule made once, gone through again and again. */
final class RoundRobin<C extends Candidate> extends Picker<C> {
  /** Weights are scaled down to a schedule no longer than this, and one place at least. */
  private static final int LONGEST = 1024;

  private final int[] schedule;
  private final AtomicInteger next;

  RoundRobin(List<C> candidates, RandomGenerator random) {
    super(candidates, random);
    this.schedule = schedule(candidates.stream().mapToInt(Candidate::weight).toArray());
    this.next = new AtomicInteger(random.nextInt()); // clients do not all begin with the same one
  }

  /** Each index as often as its weight says, as evenly spread as that allows. */
  static int[] schedule(int[] weights) {
    long total = 0;
    int divisor = 0;
    for (int weight : weights) {
      total += weight;
      divisor = divisor(divisor, weight);
    }
    double scale = total == 0 ? 0 : Math.min(1.0 / divisor, (double) LONGEST / total);
    int[] places = new int[weights.length];
    int length = 0;
    for (int i = 0; i < weights.length; i++) {
      boolean none = total != 0 && weights[i] == 0;
      places[i] = none ? 0 : (int) Math.max(1, Math.round(weights[i] * scale));
      length += places[i];
    }
    return spread(places, length);
  }

  private static int[] spread(int[] places, int length) {
    int[] schedule = new int[length];
    int[] credit = new int[places.length];
    for (int at = 0; at < length; at++) {
      int most = 0;
      for (int i = 0; i < places.length; i++) {
        credit[i] += places[i];
        most = credit[i] > credit[most] ? i : most;
      }
      credit[most] -= length;
      schedule[at] = most;
    }
    return schedule;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  @Override
  @Nullable C among(ClientCall call) {
    for (int i = 0; i < schedule.length; i++) {
      int at = Integer.remainderUnsigned(next.getAndIncrement(), schedule.length);
      C candidate = candidates().get(schedule[at]);
      if (admits(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
