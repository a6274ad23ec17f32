package io.divan.domain.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a service on the log. Immutable: a change makes another one, so that whoever has
 * seen this one can tell by identity that nothing has changed.
 */
record LastingService(
    Optional<Declaration> declared,
    Map<Endpoint, Instance> instances,
    Map<String, HealthCheck> checks,
    Map<Endpoint, InstanceOverride> overrides) {
  static final LastingService NONE =
      new LastingService(Optional.empty(), Map.of(), Map.of(), Map.of());

  boolean isNothing() {
    return declared.isEmpty() && instances.isEmpty() && checks.isEmpty() && overrides.isEmpty();
  }

  /** Whether there is a service at all, rather than only an operator's word about instances. */
  boolean exists() {
    return declared.isPresent() || !instances.isEmpty();
  }

  Declaration declaration() {
    return declared.orElse(Declaration.NONE);
  }

  HealthCheck check(String cluster) {
    return checks.getOrDefault(cluster, HealthCheck.DEFAULT);
  }

  LastingService with(Instance instance) {
    return new LastingService(
        declared,
        changed(instances, instance.endpoint(), Optional.of(instance)),
        checks,
        overrides);
  }

  LastingService without(Endpoint endpoint) {
    return new LastingService(
        declared, changed(instances, endpoint, Optional.empty()), checks, overrides);
  }

  LastingService with(Optional<Declaration> declaration) {
    return new LastingService(declaration, instances, checks, overrides);
  }

  LastingService with(String cluster, HealthCheck check) {
    return new LastingService(
        declared, instances, changed(checks, cluster, Optional.of(check)), overrides);
  }

  LastingService with(Endpoint endpoint, Optional<InstanceOverride> override) {
    return new LastingService(declared, instances, checks, changed(overrides, endpoint, override));
  }

  private static <K, V> Map<K, V> changed(Map<K, V> map, K key, Optional<V> value) {
    Map<K, V> copy = new LinkedHashMap<>(map);
    value.ifPresentOrElse(each -> copy.put(key, each), () -> copy.remove(key));
    return copy;
  }

  long bytes() {
    return instances.values().stream().mapToLong(Instance::bytes).sum();
  }
}
