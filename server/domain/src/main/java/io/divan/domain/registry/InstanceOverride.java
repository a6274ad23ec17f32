package io.divan.domain.registry;

import java.util.Map;

/**
 * What an operator has decided about an instance, whatever the instance says of itself; it holds
 * for later registrations from the same endpoint too, until it is taken away.
 */
public record InstanceOverride(double weight, boolean enabled, Map<String, String> metadata) {
  public InstanceOverride {
    metadata = Map.copyOf(metadata);
  }
}
