package io.divan.domain.registry;

import io.divan.domain.registry.Presence.Owned;
import io.divan.domain.registry.Presence.Registration;
import io.divan.domain.registry.Subscribers.Subscriber;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.session.Copies;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.SessionId;
import io.divan.kernel.session.Sessions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What sessions have registered, this node's and, as copies, the other members'; and what this
 * node's have subscribed to. It goes when they end.
 */
final class ConnectedClients implements Copies.Listener {
  private static final List<Registration> NOBODY = List.of();

  private final RegistrySettings settings;
  private final Consumer<ServiceKey> onChange;
  private final Copies copies;
  private final ReentrantLock lock = new ReentrantLock(); // guards the next three
  private final Presence presence = new Presence();
  private final Subscribers subscribers;
  private final Set<SessionId> watched = new HashSet<>(); // whose end will be heard of
  private final ConcurrentHashMap<ServiceKey, List<Registration>> published =
      new ConcurrentHashMap<>(); // of the presence, for readers without the lock

  /**
   * @param onChange told of each service whose registrations have changed, without the lock
   */
  ConnectedClients(RegistrySettings settings, Sessions sessions, Consumer<ServiceKey> onChange) {
    this.copies = sessions.copies("registry", this);
    this.settings = settings;
    this.onChange = onChange;
    this.subscribers = new Subscribers(settings.maxSubscriptionsPerClient());
  }

  /** The registrations of a service; the very same list as long as none has changed. */
  List<Registration> registrations(ServiceKey service) {
    return published.getOrDefault(service, NOBODY);
  }

  /** The services that somebody has registered. */
  Set<ServiceKey> services() {
    return published.keySet();
  }

  /**
   * Puts these instances in place of those the session had registered for the service.
   *
   * @return whether that made a difference
   * @throws Failure EXHAUSTED beyond what may be registered
   */
  boolean replace(Session session, ServiceKey service, List<Instance> instances) {
    Set<ServiceKey> changed;
    lock.lock();
    try {
      Owned next = presence.of(session.id()).with(service, instances);
      if (!instances.isEmpty()) {
        leaveRoom(next, instances);
      }
      changed = presence.accept(next);
      publish(changed);
      copies.publish(session.id(), next.version(), () -> PresenceCodec.encode(next));
    } finally {
      lock.unlock();
    }
    watch(session);
    changed.forEach(onChange);
    return !changed.isEmpty();
  }

  @Override
  public void said(SessionId session, long version, byte[] value) {
    Owned theirs = PresenceCodec.decode(session, version, value);
    Set<ServiceKey> changed;
    lock.lock();
    try {
      changed = presence.accept(theirs);
      publish(changed);
    } finally {
      lock.unlock();
    }
    changed.forEach(onChange);
  }

  @Override
  public void gone(SessionId session) {
    Set<ServiceKey> changed;
    lock.lock();
    try {
      changed = presence.remove(session);
      publish(changed);
    } finally {
      lock.unlock();
    }
    changed.forEach(onChange);
  }

  private void leaveRoom(Owned next, List<Instance> more) {
    if (next.count() > settings.maxInstancesPerClient()) {
      throw Failure.of(
          Kind.EXHAUSTED,
          "registry.too-many-instances",
          "One client may register " + settings.maxInstancesPerClient() + " instances.");
    }
    long bytes = presence.bytes() + more.stream().mapToLong(Instance::bytes).sum();
    if (bytes > settings.maxTotal().bytes()) {
      throw Failure.of(
          Kind.EXHAUSTED,
          "registry.full",
          "All instances take more than registry.max-total (" + settings.maxTotal() + ").");
    }
  }

  /** The lock is held. */
  private void publish(Set<ServiceKey> changed) {
    for (ServiceKey each : changed) {
      List<Registration> now = presence.of(each);
      if (now.isEmpty()) {
        published.remove(each);
      } else {
        published.put(each, now);
      }
    }
  }

  /**
   * @throws Failure EXHAUSTED if the session has as many subscriptions as it may
   */
  void subscribe(Session session, Subscription subscription) {
    lock.lock();
    try {
      subscribers.add(session.id(), subscription);
    } finally {
      lock.unlock();
    }
    watch(session);
  }

  boolean unsubscribe(Session session, Subscription subscription) {
    lock.lock();
    try {
      return subscribers.remove(session.id(), subscription);
    } finally {
      lock.unlock();
    }
  }

  boolean isSubscribed(SessionId session, Subscription subscription) {
    lock.lock();
    try {
      return subscribers.contains(session, subscription);
    } finally {
      lock.unlock();
    }
  }

  List<Subscriber> subscribers(ServiceKey service) {
    lock.lock();
    try {
      return subscribers.of(service);
    } finally {
      lock.unlock();
    }
  }

  /** Hears of the session's end once; at once if it has ended. */
  private void watch(Session session) {
    boolean first;
    lock.lock();
    try {
      first = watched.add(session.id());
    } finally {
      lock.unlock();
    }
    if (first) {
      session.onClose(ended -> ended(ended.id()));
    }
  }

  private void ended(SessionId session) {
    Set<ServiceKey> changed;
    lock.lock();
    try {
      watched.remove(session);
      subscribers.ended(session);
      changed = presence.remove(session);
      publish(changed);
      copies.ended(session);
    } finally {
      lock.unlock();
    }
    changed.forEach(onChange);
  }
}
