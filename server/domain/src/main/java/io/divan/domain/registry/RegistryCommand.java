package io.divan.domain.registry;

import io.divan.kernel.machine.Command;
import java.util.List;
import java.util.Optional;

/** What can be asked of the lasting part of the registry; the result says whether it changed. */
sealed interface RegistryCommand extends Command<Boolean> {

  record Register(ServiceKey service, Instance instance) implements RegistryCommand {}

  record Deregister(ServiceKey service, Endpoint endpoint) implements RegistryCommand {}

  record Declare(ServiceKey service, Declaration declaration) implements RegistryCommand {}

  /** Refused while the service has persistent instances. */
  record Remove(ServiceKey service) implements RegistryCommand {}

  record SetHealthCheck(ServiceKey service, String cluster, HealthCheck check)
      implements RegistryCommand {}

  record Overrule(ServiceKey service, Endpoint endpoint, Optional<InstanceOverride> override)
      implements RegistryCommand {}

  /** What probes have found to be different. */
  record ReportHealth(List<Report> reports) implements RegistryCommand {}

  record Report(ServiceKey service, Endpoint endpoint, boolean healthy) {}
}
