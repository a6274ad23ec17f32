package io.divan.domain.tx;

import io.divan.kernel.session.SessionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Which connected resource manager serves which resources. Belongs to connections, so it is not in
 * the log: after a restart the resource managers connect again and say it anew.
 */
final class ResourceManagers {
  private final ReentrantLock lock = new ReentrantLock(); // guards changes of bySession
  private final Map<SessionId, Registered> bySession = new LinkedHashMap<>();
  private volatile Map<String, List<Registered>> byResource = Map.of();

  /**
   * @param version grows with every change
   */
  record Registered(SessionId session, ClientId client, Set<String> resources, long version) {}

  /** Adds to what a session serves. */
  Registered register(SessionId session, ClientId client, Set<String> resources) {
    lock.lock();
    try {
      Registered known = bySession.get(session);
      Set<String> all = new TreeSet<>(resources);
      if (known != null) {
        all.addAll(known.resources());
      }
      long version = known == null ? 1 : known.version() + 1;
      var registered = new Registered(session, client, Set.copyOf(all), version);
      bySession.put(session, registered);
      index();
      return registered;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what a session of another member serves; older news are ignored. */
  void accept(Registered theirs) {
    lock.lock();
    try {
      Registered known = bySession.get(theirs.session());
      if (known == null || known.version() < theirs.version()) {
        bySession.put(theirs.session(), theirs);
        index();
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(SessionId session) {
    lock.lock();
    try {
      if (bySession.remove(session) != null) {
        index();
      }
    } finally {
      lock.unlock();
    }
  }

  private void index() {
    Map<String, List<Registered>> index = new HashMap<>();
    for (Registered each : bySession.values()) {
      for (String resource : each.resources()) {
        index.computeIfAbsent(resource, r -> new ArrayList<>()).add(each);
      }
    }
    byResource = index;
  }

  /**
   * The session to ask for a branch: the one that registered it, else one of the same process, else
   * one of the same application, else, for AT, any that serves the resource (seata-all 2.6.0,
   * ChannelManager.getChannel).
   */
  Optional<SessionId> choose(Branch branch) {
    return choose(branch.resource(), branch.client(), branch.kind() == BranchKind.AT);
  }

  Optional<SessionId> choose(String resource, ClientId client, boolean anyApplication) {
    List<Registered> candidates = byResource.getOrDefault(resource, List.of());
    Predicate<Registered> sameApplication =
        each -> each.client().application().equals(client.application());
    Predicate<Registered> sameHost = each -> each.client().host().equals(client.host());
    return first(candidates, each -> each.client().equals(client))
        .or(() -> first(candidates, sameApplication.and(sameHost)))
        .or(() -> first(candidates, sameApplication))
        .or(() -> anyApplication ? first(candidates, each -> true) : Optional.empty());
  }

  private static Optional<SessionId> first(
      List<Registered> candidates, Predicate<Registered> wanted) {
    for (int i = candidates.size() - 1; i >= 0; i--) { // the newest connection is the likeliest
      if (wanted.test(candidates.get(i))) {
        return Optional.of(candidates.get(i).session());
      }
    }
    return Optional.empty();
  }

  /** One session for each resource that any is connected for. */
  Map<String, SessionId> oneForEach() {
    Map<String, SessionId> chosen = new LinkedHashMap<>();
    byResource.forEach((resource, all) -> chosen.put(resource, all.getLast().session()));
    return chosen;
  }

  /** What is connected, for people: resources in alphabetical order, and who serves each. */
  Map<String, List<ClientId>> overview() {
    Map<String, List<ClientId>> result = new LinkedHashMap<>();
    byResource.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each ->
            result.put(
                each.getKey(),
                each.getValue().stream()
                    .map(Registered::client)
                    .sorted(Comparator.comparing(ClientId::toString))
                    .toList()));
    return result;
  }
}
