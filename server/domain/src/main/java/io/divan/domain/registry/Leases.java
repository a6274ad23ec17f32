package io.divan.domain.registry;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Instances of clients that do not stay connected but say now and then that they are there. Each
 * has a session of its own, which ends when its client has been silent for too long.
 */
final class Leases {
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Registry registry;
  private final Sessions sessions;
  private final Clock clock;
  private final ConcurrentHashMap<Key, Lease> leases = new ConcurrentHashMap<>();

  private record Key(ServiceKey service, Endpoint endpoint) {}

  private record Lease(
      Session session, Instance instance, LeaseTerms terms, long lastSign, boolean healthy) {

    Lease renewed(long now) {
      return new Lease(session, instance, terms, now, true);
    }

    Lease unhealthy() {
      return new Lease(session, instance, terms, lastSign, false);
    }
  }

  Leases(Registry registry, Sessions sessions, Clock clock) {
    this.registry = registry;
    this.sessions = sessions;
    this.clock = clock;
    clock.every(SWEEP, this::sweep);
  }

  void grant(String door, ServiceKey service, Instance instance, LeaseTerms terms) {
    var key = new Key(service, instance.endpoint());
    leases.compute(
        key,
        (same, known) -> {
          Session session =
              known == null ? sessions.open(door, terms.client(), new Silent()) : known.session();
          try {
            registry.register(session, service, List.of(instance));
          } catch (Failure e) {
            if (known == null) {
              sessions.ended(session);
            }
            throw e;
          }
          return new Lease(session, instance, terms, clock.nanos(), instance.healthy());
        });
  }

  boolean renew(ServiceKey service, Endpoint endpoint) {
    Lease renewed =
        leases.computeIfPresent(
            new Key(service, endpoint),
            (key, known) -> {
              if (!known.healthy()) {
                show(key, known, true);
              }
              return known.renewed(clock.nanos());
            });
    return renewed != null;
  }

  boolean release(ServiceKey service, Endpoint endpoint) {
    Lease gone = leases.remove(new Key(service, endpoint));
    if (gone == null) {
      return false;
    }
    sessions.ended(gone.session());
    return true;
  }

  private void show(Key key, Lease lease, boolean healthy) {
    registry.register(
        lease.session(), key.service(), List.of(lease.instance().withHealthy(healthy)));
  }

  private void sweep() {
    leases.keySet().forEach(key -> leases.computeIfPresent(key, this::judge));
  }

  private @Nullable Lease judge(Key key, Lease lease) {
    Duration silent = Duration.ofNanos(clock.nanos() - lease.lastSign());
    if (silent.compareTo(lease.terms().removedAfter()) > 0) {
      sessions.ended(lease.session());
      return null;
    }
    if (lease.healthy() && silent.compareTo(lease.terms().healthyFor()) > 0) {
      show(key, lease, false);
      return lease.unhealthy();
    }
    return lease;
  }

  /** Nobody can be told anything: the client is not connected. */
  private static final class Silent implements Session.Channel {
    @Override
    public CompletableFuture<Object> deliver(Object message) {
      return CompletableFuture.failedFuture(
          Failure.of(Kind.UNAVAILABLE, "registry.not-connected", "The client is not connected."));
    }

    @Override
    public void close() {}
  }
}
