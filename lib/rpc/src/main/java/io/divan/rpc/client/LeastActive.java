package io.divan.rpc.client;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link Balancing#LEAST_ACTIVE}; equals take turns. */
final class LeastActive<C extends Candidate> extends Picker<C> {
  LeastActive(List<C> candidates, RandomGenerator random) {
    super(candidates, random);
  }

  @Override
  @Nullable C among(ClientCall call) {
    int count = candidates().size();
    int start = random().nextInt(count);
    C best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      C candidate = candidates().get((start + i) % count);
      double active = (candidate.inFlight() + 1.0) / candidate.weight(); // none: infinite
      if (active < least && admits(candidate)) {
        best = candidate;
        least = active;
      }
    }
    return best;
  }
}
