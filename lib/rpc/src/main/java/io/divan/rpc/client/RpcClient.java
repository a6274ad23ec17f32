package io.divan.rpc.client;

import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.wire.CodecPool;
import io.divan.rpc.wire.IoThreads;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls services of other applications. One per application is enough: its references share
 * connections. Thread-safe.
 */
public final class RpcClient implements AutoCloseable {
  private final ClientOptions options;
  private final IoThreads threads;
  private final ScheduledThreadPoolExecutor keeper;
  private final Endpoints endpoints;
  private final Dispatcher dispatcher;
  private final CodecPool codecs;

  private RpcClient(ClientOptions options) {
    this.options = options;
    this.threads = new IoThreads("rpc-client", options.ioThreads(), true);
    this.keeper = new ScheduledThreadPoolExecutor(1, IoThreads.threads("rpc-client-keeper-", true));
    keeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.endpoints = new Endpoints(threads, keeper, options);
    this.codecs = new CodecPool(options.frames().largestContent(), options.messages());
    this.dispatcher = new Dispatcher(codecs, new AnswerReader(codecs, options.callbacks()));
  }

  public static RpcClient create(ClientOptions options) {
    return new RpcClient(options);
  }

  public static RpcClient create() {
    return new RpcClient(ClientOptions.builder().build());
  }

  /**
   * Prepares calls to a service: connects to its servers, now and whenever that is needed, and does
   * all that the first call would otherwise have to do. Does not wait for a connection.
   *
   * @throws IllegalArgumentException if a type of the interface's signatures cannot travel
   */
  public <T> Reference<T> refer(Class<T> service, ReferenceOptions how) {
    Planner planner = new Planner(how, options);
    Map<Method, MethodPlan> plans = planner.plans(service);
    WarmUp.run(codecs, plans.values());
    Targets targets = targets(how);
    return new Reference<>(
        service,
        how.name(),
        plans,
        new Caller(dispatcher, targets, keeper, options.filters()),
        targets,
        subscribe(how, targets));
  }

  /** The same for a service whose interface is not at hand. */
  public GenericReference referGeneric(ReferenceOptions how) {
    Targets targets = targets(how);
    return new GenericReference(
        new Planner(how, options),
        new Caller(dispatcher, targets, keeper, options.filters()),
        targets,
        subscribe(how, targets));
  }

  private Targets targets(ReferenceOptions how) {
    Targets targets =
        new Targets(
            how.name(), endpoints, options.connectTimeout(), how.routing(), how.repeating());
    targets.update(how.addresses().stream().map(ServiceInstance::of).toList());
    return targets;
  }

  private static Discovery.@Nullable Subscription subscribe(ReferenceOptions how, Targets targets) {
    Discovery discovery = how.discovery();
    return discovery == null ? null : discovery.subscribe(how.name(), targets::update);
  }

  /** How many calls are under way. */
  public int inFlight() {
    int calls = 0;
    for (Endpoint endpoint : endpoints.all()) {
      calls += endpoint.inFlight();
    }
    return calls;
  }

  /** Waits for calls under way, as long as the timeout allows, then closes. */
  public void close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (inFlight() > 0
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(2));
    }
    endpoints.close();
    keeper.shutdownNow();
    threads.close();
  }

  /** Closes at once; calls under way fail. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
