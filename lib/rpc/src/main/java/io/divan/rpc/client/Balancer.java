package io.divan.rpc.client;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Picks a server: the better of two drawn by weight. Better is what would cost less, latency times
 * calls under way.
 *
 * <p>Drawing two keeps callers that know equally little from all picking the same best one. Source:
 * Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001.
 */
final class Balancer {
  private final RandomGenerator random;

  Balancer(RandomGenerator random) {
    this.random = random;
  }

  /** A server that may be chosen, and its share. */
  record Candidate<E>(E server, int weight) {}

  /**
   * The choice.
   *
   * @param cost of one more call; infinite for a server that takes none
   * @return null if there is none that takes calls
   */
  <E> @Nullable E choose(List<Candidate<E>> candidates, ToDoubleFunction<E> cost) {
    int count = candidates.size();
    if (count == 0) {
      return null;
    }
    if (count == 1) {
      E only = candidates.get(0).server();
      return cost.applyAsDouble(only) < Double.POSITIVE_INFINITY ? only : null;
    }
    Candidate<E> first = draw(candidates, null);
    Candidate<E> second = draw(candidates, first);
    double firstCost = weighted(first, cost);
    double secondCost = weighted(second, cost);
    Candidate<E> better = secondCost < firstCost ? second : first;
    return Math.min(firstCost, secondCost) < Double.POSITIVE_INFINITY
        ? better.server()
        : cheapest(candidates, cost);
  }

  private static <E> double weighted(Candidate<E> candidate, ToDoubleFunction<E> cost) {
    return cost.applyAsDouble(candidate.server());
  }

  private <E> @Nullable E cheapest(List<Candidate<E>> candidates, ToDoubleFunction<E> cost) {
    E best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    for (Candidate<E> candidate : candidates) {
      double c = cost.applyAsDouble(candidate.server());
      if (c < bestCost) {
        best = candidate.server();
        bestCost = c;
      }
    }
    return best;
  }

  /** One of them by weight, other than {@code drawn}. */
  private <E> Candidate<E> draw(List<Candidate<E>> candidates, @Nullable Candidate<E> drawn) {
    long total = 0;
    for (Candidate<E> candidate : candidates) {
      total += candidate.equals(drawn) ? 0 : candidate.weight();
    }
    if (total == 0) {
      return candidates.get(random.nextInt(candidates.size()));
    }
    long point = random.nextLong(total);
    for (Candidate<E> candidate : candidates) {
      point -= candidate.equals(drawn) ? 0 : candidate.weight();
      if (point < 0) {
        return candidate;
      }
    }
    throw new AssertionError("a point below the total lies in one of the parts");
  }
}
