package io.divan.rpc.client;

import io.divan.rpc.Address;
import io.divan.rpc.wire.ClientConnection.ClientSocketOptions;
import io.divan.rpc.wire.IoThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The addresses a client is connected to, shared by all its references. */
final class Endpoints {
  private final IoThreads threads;
  private final ScheduledExecutorService keeper;
  private final ClientOptions options;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Map<Address, Endpoint> byAddress = new HashMap<>();
  private long version;

  Endpoints(IoThreads threads, ScheduledExecutorService keeper, ClientOptions options) {
    this.threads = threads;
    this.keeper = keeper;
    this.options = options;
  }

  /** The endpoint of an address, which connects if it is new. */
  Endpoint use(Address address) {
    lock.lock();
    try {
      Endpoint endpoint = byAddress.computeIfAbsent(address, this::create);
      endpoint.use();
      return endpoint;
    } finally {
      lock.unlock();
    }
  }

  private Endpoint create(Address address) {
    ClientSocketOptions socket =
        new ClientSocketOptions(
            options.frames(),
            options.connectTimeout(),
            options.heartbeat(),
            options.inFlight(),
            options.version());
    return new Endpoint(
        address,
        threads,
        keeper,
        socket,
        options.reconnectFirst(),
        options.reconnectMost(),
        this::signal);
  }

  /** Lets go of an endpoint, which closes when nobody uses it and its calls have ended. */
  void release(Endpoint endpoint) {
    lock.lock();
    try {
      if (endpoint.release()) {
        byAddress.remove(endpoint.address());
        endpoint.close(System.nanoTime() + Duration.ofSeconds(30).toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  List<Endpoint> all() {
    lock.lock();
    try {
      return List.copyOf(byAddress.values());
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all that wait for a change. */
  void signal() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Counts changes; to be read before looking at what may change. */
  long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something has changed since a version; false when the time is over. */
  boolean awaitChange(long since, long deadline) {
    lock.lock();
    try {
      long left = deadline - System.nanoTime();
      while (version == since && left > 0) {
        left = changed.awaitNanos(left);
      }
      return version != since;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
