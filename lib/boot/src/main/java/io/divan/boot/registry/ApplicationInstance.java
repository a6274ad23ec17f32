package io.divan.boot.registry;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingFactory;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.boot.DivanProperties;
import io.divan.boot.Requirement;
import io.divan.rpc.wire.IoThreads;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Registers the application under its name, and takes that back before anything else stops. All
 * talk with the registry is done by a thread of its own, which repeats what fails.
 */
final class ApplicationInstance implements SmartLifecycle, Requirement {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationInstance.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final long STOP_SECONDS = 3;

  private final Properties nacos;
  private final Supplier<Instance> instance;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, IoThreads.threads("divan-registry-", true));

  /** Written by the thread. */
  private volatile @Nullable NamingService naming;

  private volatile @Nullable Instance registered;
  private volatile boolean running;

  /**
   * @param instance asked when all ports are open
   */
  ApplicationInstance(DivanProperties properties, Supplier<Instance> instance) {
    this.nacos = properties.nacosProperties();
    this.instance = instance;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void start() {
    running = true;
    Instance described = instance.get();
    thread.execute(() -> register(described));
  }

  private void register(Instance described) {
    try {
      NamingService known = naming;
      if (known == null) {
        known = NamingFactory.createNamingService(nacos);
        naming = known;
      }
      known.registerInstance(described.getServiceName(), described);
      registered = described;
    } catch (NacosException | RuntimeException e) { // the client throws either
      LOG.warn("cannot register the application yet, trying again: {}", e.toString());
      thread.schedule(() -> register(described), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void deregister() {
    try {
      NamingService known = naming;
      if (known != null) {
        Instance described = registered;
        if (described != null) {
          known.deregisterInstance(described.getServiceName(), described);
        }
        known.shutDown();
      }
    } catch (NacosException | RuntimeException e) { // the client throws either
      LOG.warn("cannot take the application off the registry: {}", e.toString());
    }
  }

  @Override
  public void stop() {
    running = false;
    thread.execute(this::deregister);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the registry has not answered in time to take the application off it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The last to start and the first to stop. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public boolean isMet() {
    NamingService known = naming;
    return running && known != null && registered != null && known.getServerStatus().equals("UP");
  }
}
