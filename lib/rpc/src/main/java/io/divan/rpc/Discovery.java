package io.divan.rpc;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where services announce themselves and clients find them. An implementation never blocks its
 * callers for the network and never fails because a registry is away: it keeps trying.
 */
public interface Discovery extends AutoCloseable {
  /** Announces a service until the registration is closed. */
  Registration register(ServiceRegistration service);

  /**
   * Tells the listener the service's servers, now if they are known, and again whenever they
   * change. A list that cannot be had is no list; an empty one says that there are none.
   */
  Subscription subscribe(ServiceName service, Consumer<List<ServiceInstance>> listener);

  @Override
  void close();

  /** A service being announced. */
  interface Registration extends AutoCloseable {
    /** Whether the registry has taken it. */
    boolean isConfirmed();

    /** Takes the service off the registry, waiting a moment for that. */
    @Override
    void close();
  }

  /** A service being watched. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
