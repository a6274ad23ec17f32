package io.divan.domain.registry;

import io.divan.kernel.session.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What connected clients have registered: state that ends with their sessions.
 *
 * <p>An owner's registrations are one immutable value with a version that grows with every change,
 * and an owner's name carries the incarnation of the node that holds its connection. So copies can
 * be sent around whole, in any order and more than once: the newest wins. This class has no locks,
 * clocks or I/O, and can be simulated.
 */
final class Presence {
  private final Map<SessionId, Owned> owners = new HashMap<>();
  private final Map<ServiceKey, LinkedHashMap<SessionId, List<Instance>>> services =
      new HashMap<>();
  private long bytes;

  /**
   * Everything one session has registered.
   *
   * @param version grows with every change of this owner
   */
  record Owned(SessionId owner, long version, Map<ServiceKey, List<Instance>> services) {
    Owned {
      services = Map.copyOf(services);
    }

    static Owned nothing(SessionId owner) {
      return new Owned(owner, 0, Map.of());
    }

    /** With these instances of a service in place of those before; none for an empty list. */
    Owned with(ServiceKey service, List<Instance> instances) {
      Map<ServiceKey, List<Instance>> changed = new HashMap<>(services);
      if (instances.isEmpty()) {
        changed.remove(service);
      } else {
        changed.put(service, List.copyOf(instances));
      }
      return new Owned(owner, version + 1, changed);
    }

    int count() {
      return services.values().stream().mapToInt(List::size).sum();
    }

    private static long bytes(List<Instance> instances) {
      return instances.stream().mapToLong(Instance::bytes).sum();
    }
  }

  /** What an owner has registered; nothing if it is not known. */
  Owned of(SessionId owner) {
    return owners.getOrDefault(owner, Owned.nothing(owner));
  }

  boolean knows(SessionId owner) {
    return owners.containsKey(owner);
  }

  /**
   * Takes a newer version of what an owner has registered; an older one is ignored.
   *
   * @return the services that are different now
   */
  Set<ServiceKey> accept(Owned newer) {
    Owned before = of(newer.owner());
    if (knows(newer.owner()) && newer.version() <= before.version()) {
      return Set.of();
    }
    owners.put(newer.owner(), newer);
    Set<ServiceKey> changed = new HashSet<>();
    before
        .services()
        .forEach((service, instances) -> {
          if (!newer.services().containsKey(service)) {
            remove(service, newer.owner());
            changed.add(service);
          }
        });
    newer
        .services()
        .forEach((service, instances) -> {
          if (!instances.equals(before.services().get(service))) {
            put(service, newer.owner(), instances);
            changed.add(service);
          }
        });
    return changed;
  }

  /**
   * Forgets an owner.
   *
   * @return the services it had registered
   */
  Set<ServiceKey> remove(SessionId owner) {
    Owned gone = owners.remove(owner);
    if (gone == null) {
      return Set.of();
    }
    gone.services().keySet().forEach(service -> remove(service, owner));
    return gone.services().keySet();
  }

  private void put(ServiceKey service, SessionId owner, List<Instance> instances) {
    remove(service, owner); // so that the newest registration is the last
    services.computeIfAbsent(service, key -> new LinkedHashMap<>()).put(owner, instances);
    bytes += Owned.bytes(instances);
  }

  private void remove(ServiceKey service, SessionId owner) {
    LinkedHashMap<SessionId, List<Instance>> registrations = services.get(service);
    List<Instance> gone = registrations == null ? null : registrations.remove(owner);
    if (registrations == null || gone == null) {
      return;
    }
    bytes -= Owned.bytes(gone);
    if (registrations.isEmpty()) {
      services.remove(service);
    }
  }

  /** Who has registered what for a service, in the order of registration. */
  List<Registration> of(ServiceKey service) {
    Map<SessionId, List<Instance>> registrations = services.get(service);
    if (registrations == null) {
      return List.of();
    }
    List<Registration> all = new ArrayList<>(registrations.size());
    registrations.forEach((owner, instances) -> all.add(new Registration(owner, instances)));
    return all;
  }

  /** About how much memory all registrations take. */
  long bytes() {
    return bytes;
  }

  /** What one owner has registered for one service. */
  record Registration(SessionId owner, List<Instance> instances) {}
}
