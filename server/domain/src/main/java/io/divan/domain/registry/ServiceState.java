package io.divan.domain.registry;

import io.divan.domain.registry.Presence.Registration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is registered for a service, merged from its lasting part and the connected
 * clients', as of a revision. Remembers what it was made of, so that it can tell whether it is
 * still true.
 */
record ServiceState(
    ServiceKey key,
    LastingService lasting,
    List<Registration> registrations,
    List<Instance> instances,
    long revision) {

  /**
   * Where two have registered the same endpoint the newest counts, and a connected client more than
   * the log.
   */
  static ServiceState merge(
      ServiceKey key, LastingService lasting, List<Registration> registrations, long revision) {
    Map<Endpoint, Instance> merged = new LinkedHashMap<>(lasting.instances());
    for (Registration registration : registrations) {
      for (Instance each : registration.instances()) {
        merged.put(each.endpoint(), each);
      }
    }
    lasting
        .overrides()
        .forEach((endpoint, override) ->
            merged.computeIfPresent(endpoint, (same, instance) -> instance.with(override)));
    return new ServiceState(key, lasting, registrations, List.copyOf(merged.values()), revision);
  }

  @SuppressWarnings("ReferenceEquality") // what has changed is another object: cheap to tell
  boolean isMadeOf(LastingService nowLasting, List<Registration> nowRegistered) {
    return lasting == nowLasting && registrations == nowRegistered;
  }

  Declaration declaration() {
    return lasting.declaration();
  }

  boolean isNothing() {
    return lasting.isNothing() && registrations.isEmpty();
  }
}
