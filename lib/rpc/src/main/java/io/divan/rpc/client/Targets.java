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
  private final Routing routing;
  private final Outliers outliers = new Outliers();
  private final Repeats repeats;

  /** Guards changes of {@code choice}. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile Choice choice;
  private volatile boolean closed;

  /** The servers, and those of them that are nearby. */
  private final class Choice {
    final List<Target> all;
    private final Picker<Target> ofAll;
    private final List<Target> nearby;
    private final @Nullable Picker<Target> ofNearby;

    Choice(List<Target> all) {
      this.all = all;
      this.ofAll = picker(all);
      this.nearby = all.stream().filter(t -> t.isIn(routing.zone())).toList();
      boolean some = !nearby.isEmpty() && nearby.size() < all.size();
      this.ofNearby = some ? picker(nearby) : null;
    }

    private Picker<Target> picker(List<Target> targets) {
      return Picker.of(routing.balancing(), targets, () -> ThreadLocalRandom.current().nextLong());
    }

    @Nullable Target pick(ClientCall call) {
      Picker<Target> near = ofNearby;
      if (near != null && mostTakeCalls(nearby)) {
        Target picked = near.pick(call, call.tried());
        if (picked != null) {
          return picked;
        }
      }
      return ofAll.pick(call, call.tried());
    }

    private static boolean mostTakeCalls(List<Target> targets) {
      int taking = 0;
      for (Target target : targets) {
        taking += target.part() > 0 ? 1 : 0;
      }
      return 2 * taking >= targets.size();
    }
  }

  /**
   * @param patience how long a call waits for a connection if there is none
   */
  Targets(
      ServiceName service,
      Endpoints endpoints,
      Duration patience,
      Routing routing,
      Repeating repeating) {
    this.service = service;
    this.endpoints = endpoints;
    this.patience = patience;
    this.routing = routing;
    this.repeats = new Repeats(repeating.most(), this);
    this.choice = new Choice(List.of());
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
      Map<Address, Target> old = new LinkedHashMap<>();
      choice.all.forEach(t -> old.put(t.endpoint().address(), t));
      Map<Address, Target> updated = new LinkedHashMap<>();
      for (ServiceInstance instance : instances) {
        if (!updated.containsKey(instance.address())) {
          updated.put(instance.address(), target(instance, old.remove(instance.address())));
        }
      }
      choice = new Choice(List.copyOf(updated.values()));
      old.values().forEach(t -> endpoints.release(t.endpoint()));
    } finally {
      lock.unlock();
    }
    endpoints.signal();
  }

  private Target target(ServiceInstance instance, @Nullable Target known) {
    return known == null
        ? new Target(this, endpoints.use(instance.address()), instance, new Standing())
        : new Target(this, known.endpoint(), instance, known.standing());
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      choice.all.forEach(t -> endpoints.release(t.endpoint()));
      choice = new Choice(List.of());
    } finally {
      lock.unlock();
    }
  }

  /** How many servers are connected. */
  int connected() {
    int connected = 0;
    for (Target target : choice.all) {
      connected += target.endpoint().isConnected() ? 1 : 0;
    }
    return connected;
  }

  List<Address> addresses() {
    return choice.all.stream().map(t -> t.endpoint().address()).toList();
  }

  Repeats repeats() {
    return repeats;
  }

  /** How many calls have been made at these servers so far, by whatever reference. */
  long calls() {
    long calls = 0;
    for (Target target : choice.all) {
      calls += target.endpoint().calls();
    }
    return calls;
  }

  /** Whether another server than this one takes calls. */
  boolean hasOther(Target target) {
    for (Target other : choice.all) {
      if (!other.equals(target) && other.part() > 0) {
        return true;
      }
    }
    return false;
  }

  /** A server's call has failed for a reason that may lie with it. */
  void failed(Target target) {
    if (routing.ejection()) {
      outliers.failed(target, choice.all, System.nanoTime());
    }
  }

  /** Called with every answer. */
  void look(long now) {
    if (routing.ejection()) {
      outliers.look(choice.all, now);
    }
  }

  /**
   * The server for a call. If none is connected, waits for one as long as connecting may take.
   *
   * @throws RpcException if there is none
   */
  Target choose(ClientCall call) {
    if (closed || endpoints.isClosed()) {
      throw new RpcException(RpcError.CLOSING, "the reference to " + service + " is closed");
    }
    Target target = choice.pick(call);
    return target != null ? target : await(call);
  }

  private Target await(ClientCall call) {
    long now = System.nanoTime();
    long deadline = now + Math.min(patience.toNanos(), call.deadline() - now);
    long version;
    do {
      version = endpoints.version();
      choice.all.forEach(t -> t.endpoint().hurry());
      Target target = choice.pick(call);
      if (target != null) {
        return target;
      }
      if (closed || endpoints.isClosed()) {
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
