package io.divan.domain.registry;

import java.util.Map;

/**
 * What is said of a service.
 *
 * @param checks by cluster, where they are not {@link HealthCheck#DEFAULT}
 */
public record ServiceDetail(
    ServiceKey key, Declaration declaration, Map<String, HealthCheck> checks) {}
