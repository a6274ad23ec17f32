package io.divan.rpc.client;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Picks one of a fixed list of servers for each call. For any number of threads. */
abstract class Picker<C extends Candidate> {
  private final List<C> candidates;
  private final RandomGenerator random;

  Picker(List<C> candidates, RandomGenerator random) {
    this.candidates = candidates;
    this.random = random;
  }

  static <C extends Candidate> Picker<C> of(
      Balancing how, List<C> candidates, RandomGenerator random) {
    return switch (how) {
      case LEAST_COST -> new TwoChoices<>(candidates, random);
      case LEAST_ACTIVE -> new LeastActive<>(candidates, random);
      case RANDOM -> new WeightedDraw<>(candidates, random);
      case ROUND_ROBIN -> new RoundRobin<>(candidates, random);
      case CONSISTENT_HASH -> new HashRing<>(candidates, random);
    };
  }

  /** A server among those that take calls; null if there is none. */
  abstract @Nullable C among(ClientCall call);

  /**
   * The server for a call. If none takes calls as it should, the least bad of those that can be
   * reached.
   *
   * @param except to be avoided if there is another
   * @return null if none can be reached
   */
  final @Nullable C pick(ClientCall call, @Nullable C except) {
    if (candidates.size() == 1) {
      return reachable(candidates.get(0));
    }
    C picked = candidates.isEmpty() ? null : among(call);
    if (picked == null || picked.equals(except) || reachable(picked) == null) {
      picked = cheapest(except);
    }
    return picked == null && except != null ? reachable(except) : picked;
  }

  private @Nullable C reachable(C candidate) {
    return candidate.cost() < Double.POSITIVE_INFINITY ? candidate : null;
  }

  private @Nullable C cheapest(@Nullable C except) {
    C best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    for (C candidate : candidates) {
      double cost = candidate.cost();
      if (cost < bestCost && !candidate.equals(except)) {
        best = candidate;
        bestCost = cost;
      }
    }
    return best;
  }

  final List<C> candidates() {
    return candidates;
  }

  final RandomGenerator random() {
    return random;
  }

  /** Whether a server that has come up may be picked: always, never, or now and then. */
  final boolean admits(C candidate) {
    double part = candidate.part();
    return part >= 1 || (part > 0 && random.nextDouble() < part);
  }
}
