package io.divan.rpc.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.ServiceName;
import io.divan.rpc.ServiceRegistration;
import io.divan.rpc.wire.IoThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services found and announced through Nacos. All talk with the registry is done by a thread of its
 * own, which repeats what fails; nobody else ever waits for it.
 */
public final class NacosDiscovery implements Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(NacosDiscovery.class);

  private final Connector connector;
  private final Duration retryFirst;
  private final Duration retryMost;
  private final ScheduledThreadPoolExecutor thread;
  private final long startedAtMillis = System.currentTimeMillis();

  /** Only used by the thread. */
  private @Nullable Naming naming;

  /** Gets hold of the registry. */
  interface Connector {
    Naming connect() throws NacosException;
  }

  /** Something to do with the registry. */
  private interface Task {
    void run(Naming registry) throws NacosException;
  }

  NacosDiscovery(Connector connector, Duration retryFirst, Duration retryMost) {
    this.connector = connector;
    this.retryFirst = retryFirst;
    this.retryMost = retryMost;
    this.thread = new ScheduledThreadPoolExecutor(1, IoThreads.threads("rpc-nacos-", true));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Uses the registry from now on, whether it is there yet or not. */
  public static NacosDiscovery connect(NacosOptions options) {
    return new NacosDiscovery(
        () -> NacosNaming.connect(options), options.retryFirst(), options.retryMost());
  }

  private Naming naming() throws NacosException {
    Naming known = naming;
    if (known == null) {
      known = connector.connect();
      naming = known;
    }
    return known;
  }

  /** Repeats a task until it succeeds or is not wanted any more. */
  private final class Persistent implements Runnable {
    private final String what;
    private final Task task;
    private long pause = retryFirst.toNanos();
    private volatile boolean cancelled;
    private volatile boolean done;

    Persistent(String what, Task task) {
      this.what = what;
      this.task = task;
    }

    @Override
    public void run() {
      if (cancelled) {
        return;
      }
      try {
        task.run(naming());
        done = true;
      } catch (NacosException | RuntimeException e) { // the client throws either
        LOG.warn("cannot {} yet, trying again: {}", what, e.toString());
        later(this, pause);
        pause = Math.min(retryMost.toNanos(), 2 * pause);
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it repeats itself
  private void later(Persistent task, long nanos) {
    thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** Undoes a task, waiting a moment for that; what has not happened need not be undone. */
  private void undo(Persistent task, Task inverse) {
    task.cancelled = true;
    if (thread.isShutdown()) {
      return; // with the connection has gone what was registered over it
    }
    CountDownLatch undone = new CountDownLatch(1);
    thread.execute(() -> {
      try {
        if (task.done) {
          inverse.run(naming());
        }
      } catch (NacosException | RuntimeException e) { // the client throws either
        LOG.warn("cannot undo {}: {}", task.what, e.toString());
      } finally {
        undone.countDown();
      }
    });
    try {
      if (!undone.await(3, TimeUnit.SECONDS)) {
        LOG.warn("the registry has not answered in time to undo {}", task.what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Registration register(ServiceRegistration service) {
    Instance instance = SofaInstance.of(service, startedAtMillis);
    String name = instance.getServiceName();
    Persistent task =
        new Persistent("register " + name, registry -> registry.register(name, instance));
    thread.execute(task);
    return new Registration() {
      @Override
      public boolean isConfirmed() {
        return task.done;
      }

      @Override
      public void close() {
        undo(task, registry -> registry.deregister(name, instance));
      }
    };
  }

  @Override
  public Subscription subscribe(ServiceName service, Consumer<List<ServiceInstance>> listener) {
    String name = SofaInstance.serviceName(service);
    Consumer<List<Instance>> changes =
        instances -> listener.accept(SofaInstance.of(service, instances));
    Persistent task =
        new Persistent(
            "subscribe to " + name, registry -> changes.accept(registry.subscribe(name, changes)));
    thread.execute(task);
    return () -> undo(task, registry -> registry.unsubscribe(name, changes));
  }

  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(() -> {
      try {
        if (naming != null) {
          naming.shutDown();
        }
      } catch (NacosException e) {
        LOG.warn("the registry's client did not shut down: {}", e.toString());
      }
    });
    thread.shutdown();
  }
}
