package io.divan.rpc.client;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link Balancing#LEAST_COST}. */
final class TwoChoices<C extends Candidate> extends WeightedDraw<C> {
  TwoChoices(List<C> candidates, RandomGenerator random) {
    super(candidates, random);
  }

  @Override
  @Nullable C among(ClientCall call) {
    int drawn = draw(-1);
    if (drawn < 0) {
      return null;
    }
    C first = candidates().get(drawn);
    int drawnToo = draw(drawn);
    if (drawnToo < 0) {
      return first;
    }
    C second = candidates().get(drawnToo);
    return second.cost() < first.cost() ? second : first;
  }
}
