package io.divan.domain.registry;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.session.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which sessions want to be told of which services. Not thread-safe. */
final class Subscribers {
  private final int maxPerSession;
  private final Map<ServiceKey, Map<SessionId, Set<Subscription>>> byService = new HashMap<>();
  private final Map<SessionId, Set<Subscription>> bySession = new HashMap<>();

  Subscribers(int maxPerSession) {
    this.maxPerSession = maxPerSession;
  }

  /** One session's wish. */
  record Subscriber(SessionId session, Subscription subscription) {}

  boolean knows(SessionId session) {
    return bySession.containsKey(session);
  }

  /**
   * @throws Failure EXHAUSTED if the session has as many as it may
   */
  void add(SessionId session, Subscription subscription) {
    Set<Subscription> all = bySession.computeIfAbsent(session, key -> new HashSet<>());
    if (all.size() >= maxPerSession && !all.contains(subscription)) {
      throw Failure.of(
          Kind.EXHAUSTED,
          "registry.too-many-subscriptions",
          "One client may subscribe to " + maxPerSession + " services.");
    }
    all.add(subscription);
    byService
        .computeIfAbsent(subscription.service(), key -> new HashMap<>())
        .computeIfAbsent(session, key -> new HashSet<>())
        .add(subscription);
  }

  boolean remove(SessionId session, Subscription subscription) {
    Set<Subscription> all = bySession.get(session);
    if (all == null || !all.remove(subscription)) {
      return false;
    }
    unlink(session, subscription);
    return true;
  }

  void ended(SessionId session) {
    Set<Subscription> all = bySession.remove(session);
    if (all != null) {
      all.forEach(subscription -> unlink(session, subscription));
    }
  }

  private void unlink(SessionId session, Subscription subscription) {
    Map<SessionId, Set<Subscription>> sessions = byService.get(subscription.service());
    Set<Subscription> left = sessions == null ? null : sessions.get(session);
    if (sessions == null || left == null) {
      return;
    }
    left.remove(subscription);
    if (left.isEmpty()) {
      sessions.remove(session);
    }
    if (sessions.isEmpty()) {
      byService.remove(subscription.service());
    }
  }

  boolean contains(SessionId session, Subscription subscription) {
    return bySession.getOrDefault(session, Set.of()).contains(subscription);
  }

  List<Subscriber> of(ServiceKey service) {
    List<Subscriber> all = new ArrayList<>();
    byService
        .getOrDefault(service, Map.of())
        .forEach((session, subscriptions) ->
            subscriptions.forEach(each -> all.add(new Subscriber(session, each))));
    return all;
  }
}
