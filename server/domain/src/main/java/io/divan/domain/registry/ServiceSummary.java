package io.divan.domain.registry;

import java.util.List;

/**
 * A service in a list.
 *
 * @param instances however healthy
 * @param subscribers on this node
 */
public record ServiceSummary(
    ServiceKey key,
    List<String> clusters,
    int instances,
    int healthy,
    int subscribers,
    Declaration declaration) {}
