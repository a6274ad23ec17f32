package io.divan.rpc.client;

import io.divan.rpc.Address;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers a reference may call, and the choice among them. */
final class Targets {
  private static final Logger LOG = LoggerFactory.getLogger(Targets.class);

  private final ServiceName service;
  private final Endpoints endpoints;
  private final Duration patience;
  private final Balancer balancer = new Balancer(() -> ThreadLocalRandom.current().nextLong());

  /** Guards changes of {@code candidates}. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile List<Balancer.Candidate<Endpoint>> candidates = List.of();
  private volatile boolean closed;

  /**
   * @param patience how long a call waits for a connection if there is none
   */
  Targets(ServiceName service, Endpoints endpoints, Duration patience) {
    this.service = service;
    this.endpoints = endpoints;
    this.patience = patience;
  }

  /**
   * Replaces the servers. An empty list is not believed while one of the old servers is connected:
   * a registry that has lost its memory must not take a working service away.
   */
  void update(List<ServiceInstance> instances) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (instances.isEmpty() && connected() > 0) {
        LOG.warn("{} is said to have no servers; keeping those connected", service);
        return;
      }
      Map<Address, Endpoint> old = new LinkedHashMap<>();
      candidates.forEach(c -> old.put(c.server().address(), c.server()));
      Map<Address, Balancer.Candidate<Endpoint>> updated = new LinkedHashMap<>();
      for (ServiceInstance instance : instances) {
        if (!updated.containsKey(instance.address())) {
          Endpoint known = old.remove(instance.address());
          Endpoint endpoint = known == null ? endpoints.use(instance.address()) : known;
          updated.put(instance.address(), new Balancer.Candidate<>(endpoint, instance.weight()));
        }
      }
      candidates = List.copyOf(updated.values());
      old.values().forEach(endpoints::release);
    } finally {
      lock.unlock();
    }
    endpoints.signal();
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      candidates.forEach(c -> endpoints.release(c.server()));
      candidates = List.of();
    } finally {
      lock.unlock();
    }
  }

  /** How many servers are connected. */
  int connected() {
    int connected = 0;
    for (Balancer.Candidate<Endpoint> candidate : candidates) {
      connected += candidate.server().isConnected() ? 1 : 0;
    }
    return connected;
  }

  List<Address> addresses() {
    return candidates.stream().map(c -> c.server().address()).toList();
  }

  /**
   * The server for a call. If none is connected, waits for one as long as connecting may take.
   *
   * @throws RpcException if there is none
   */
  Endpoint choose(ClientCall call) {
    Endpoint endpoint = choose();
    return endpoint != null ? endpoint : await(call);
  }

  private @Nullable Endpoint choose() {
    return balancer.choose(candidates, Endpoint::cost);
  }

  private Endpoint await(ClientCall call) {
    long now = System.nanoTime();
    long deadline = now + Math.min(patience.toNanos(), call.deadline() - now);
    long version;
    do {
      version = endpoints.version();
      candidates.forEach(c -> c.server().hurry());
      Endpoint endpoint = choose();
      if (endpoint != null) {
        return endpoint;
      }
      if (closed) {
        throw new RpcException(RpcError.CLOSING, "the reference to " + service + " is closed");
      }
    } while (endpoints.awaitChange(version, deadline));
    if (Thread.currentThread().isInterrupted()) {
      throw new RpcException(
          RpcError.INTERRUPTED, "interrupted while waiting for a connection to " + service);
    }
    if (call.remainingNanos() <= 0) {
      throw new RpcException(
          RpcError.DEADLINE_PASSED, "no time is left for " + call.plan() + ", nothing was sent");
    }
    List<Address> known = addresses();
    throw known.isEmpty()
        ? new RpcException(RpcError.NO_ADDRESS, "no server of " + service + " is known")
        : new RpcException(
            RpcError.NOT_CONNECTED, "none of " + service + "'s servers is connected: " + known);
  }

  /** Waits until a server is connected; false when the time is over. */
  boolean awaitConnected(long deadline) {
    long version;
    do {
      version = endpoints.version();
      if (connected() > 0) {
        return true;
      }
    } while (endpoints.awaitChange(version, deadline));
    return false;
  }

  /** For messages. */
  @Override
  public String toString() {
    return service + " at " + new ArrayList<>(addresses());
  }
}
