package io.divan.domain.registry;

import io.divan.domain.registry.Presence.Registration;
import io.divan.kernel.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What is registered for each service, merged when somebody asks and kept while it is true.
 *
 * <p>A kept state is true as long as it is made of the very objects that are there now, so nobody
 * has to tell of changes, and a read after a write sees the write.
 */
final class ServiceStates {
  private final Function<ServiceKey, LastingService> lasting;
  private final Function<ServiceKey, List<Registration>> registrations;
  private final Clock clock;
  private final ConcurrentHashMap<ServiceKey, ServiceState> kept = new ConcurrentHashMap<>();
  private final AtomicLong lastRevision = new AtomicLong();

  ServiceStates(
      Function<ServiceKey, LastingService> lasting,
      Function<ServiceKey, List<Registration>> registrations,
      Clock clock) {
    this.lasting = lasting;
    this.registrations = registrations;
    this.clock = clock;
  }

  ServiceState of(ServiceKey key) {
    ServiceState known = kept.get(key);
    return known != null && isTrue(known) ? known : merged(key);
  }

  private boolean isTrue(ServiceState known) {
    return known.isMadeOf(lasting.apply(known.key()), registrations.apply(known.key()));
  }

  /** Merges anew, one thread at a time for each service, so that later revisions are newer. */
  private ServiceState merged(ServiceKey key) {
    var result = new ServiceState[1];
    kept.compute(
        key,
        (same, known) -> {
          if (known != null && isTrue(known)) {
            result[0] = known;
            return known;
          }
          ServiceState now =
              ServiceState.merge(key, lasting.apply(key), registrations.apply(key), nextRevision());
          result[0] = now;
          return now.isNothing() ? null : now; // strangers' names are not remembered
        });
    return result[0];
  }

  /** Milliseconds since 1970, as far as the clock runs forward; always larger than before. */
  private long nextRevision() {
    long now = clock.now().toEpochMilli();
    return lastRevision.updateAndGet(last -> Math.max(last + 1, now));
  }
}
