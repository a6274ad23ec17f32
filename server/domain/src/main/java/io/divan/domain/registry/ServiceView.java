package io.divan.domain.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a caller is told of a service.
 *
 * @param clusters as asked for
 * @param revision grows with every change; a caller ignores what is older than what it has
 * @param protecting whether so few are healthy that all are shown as if they were
 */
public record ServiceView(
    ServiceKey key, String clusters, List<Instance> instances, long revision, boolean protecting) {

  public ServiceView {
    instances = List.copyOf(instances);
  }

  /** Chooses from everything that is registered what a caller is to see. */
  static ServiceView of(ServiceState state, String clusters, boolean healthyOnly) {
    Set<String> wanted = clusters.isBlank() ? Set.of() : Set.of(distinct(clusters));
    List<Instance> candidates = new ArrayList<>();
    int healthy = 0;
    for (Instance each : state.instances()) {
      if (each.enabled() && (wanted.isEmpty() || wanted.contains(each.endpoint().cluster()))) {
        candidates.add(each);
        healthy += each.healthy() ? 1 : 0;
      }
    }
    double threshold = state.declaration().protectThreshold();
    boolean protecting =
        threshold > 0
            && healthy < candidates.size()
            && (double) healthy / candidates.size() <= threshold;
    if (protecting) {
      candidates.replaceAll(each -> each.healthy() ? each : each.withHealthy(true));
    } else if (healthyOnly) {
      candidates.removeIf(each -> !each.healthy());
    }
    return new ServiceView(state.key(), clusters, candidates, state.revision(), protecting);
  }

  private static String[] distinct(String clusters) {
    return Arrays.stream(clusters.split(",", -1))
        .map(String::strip)
        .distinct()
        .toArray(String[]::new);
  }
}
