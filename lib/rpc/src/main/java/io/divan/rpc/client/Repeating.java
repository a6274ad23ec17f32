package io.divan.rpc.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When a call is made again at another server. A call that has certainly not been carried out is
 * repeated whatever it does; one that may have been, only if its method is named here. Repeated
 * calls are a tenth of all at most, and ten a second if there are few, so that an overloaded fleet
 * is not loaded further.
 *
 * @param most how often a call is repeated; 0 for never
 * @param idempotent methods that may be carried out twice
 * @param hedges idempotent methods that are tried at a second server when there has been no answer
 *     for so long; the first answer counts
 */
public record Repeating(int most, Set<String> idempotent, Map<String, Duration> hedges) {
  public static final Repeating DEFAULT = new Repeating(2, Set.of(), Map.of());
  public static final Repeating NEVER = new Repeating(0, Set.of(), Map.of());

  public Repeating {
    idempotent = Set.copyOf(idempotent);
    hedges = Map.copyOf(hedges);
    if (most < 0) {
      throw new IllegalArgumentException("a call is not repeated " + most + " times");
    }
    for (Map.Entry<String, Duration> hedge : hedges.entrySet()) {
      if (hedge.getValue().isNegative() || hedge.getValue().isZero()) {
        throw new IllegalArgumentException("a second try has to come later: " + hedge);
      }
    }
  }

  public Repeating withIdempotent(String... methods) {
    Set<String> all = new HashSet<>(idempotent);
    all.addAll(List.of(methods));
    return new Repeating(most, all, hedges);
  }

  /** Tries an idempotent method at a second server if there is no answer for so long. */
  public Repeating withHedge(String method, Duration after) {
    Set<String> idempotentToo = new HashSet<>(idempotent);
    idempotentToo.add(method);
    Map<String, Duration> all = new HashMap<>(hedges);
    all.put(method, after);
    return new Repeating(most, idempotentToo, all);
  }
}
