package io.divan.domain.registry;

import java.util.Map;

/**
 * What is said of a service itself. A declared service exists without instances.
 *
 * @param protectThreshold once no more than this share of the instances is healthy, callers are
 *     told of all of them as if they were, so that the few are not overrun; 0 for never
 */
public record Declaration(double protectThreshold, Map<String, String> metadata) {
  static final Declaration NONE = new Declaration(0, Map.of());

  public Declaration {
    metadata = Map.copyOf(metadata);
  }
}
