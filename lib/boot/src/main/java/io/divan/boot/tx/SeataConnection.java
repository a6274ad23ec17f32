package io.divan.boot.tx;

import io.divan.boot.Requirement;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.seata.core.model.Resource;
import org.apache.seata.core.protocol.transaction.GlobalStatusRequest;
import org.apache.seata.core.rpc.netty.ChannelEventListener;
import org.apache.seata.core.rpc.netty.RmNettyRemotingClient;
import org.apache.seata.core.rpc.netty.TmNettyRemotingClient;
import org.apache.seata.rm.DefaultResourceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps Seata's library connected: left alone it tries again a minute after its start, and then
 * every ten seconds. While the transaction manager is not connected, the coordinator is asked for
 * the state of a transaction that does not exist; any answer will do. The resource manager counts
 * where the application has resources.
 */
final class SeataConnection implements SmartLifecycle, Requirement {
  private static final Logger LOG = LoggerFactory.getLogger(SeataConnection.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final String NO_XID = "127.0.0.1:0:0";

  private final State tm = new State();
  private final State rm = new State();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread created = new Thread(task, "divan-seata");
            created.setDaemon(true);
            return created;
          });
  private volatile boolean running;

  /** Whether one of the library's two clients is connected. */
  private static final class State implements ChannelEventListener {
    private volatile boolean channel;
    private volatile boolean registered;

    @Override
    public void onChannelConnected(Channel connected) {
      channel = true;
    }

    @Override
    public void onChannelDisconnected(Channel disconnected) {
      channel = false;
      registered = false;
    }
  }

  @Override
  public void start() {
    running = true;
    TmNettyRemotingClient.getInstance().registerChannelEventListener(tm);
    RmNettyRemotingClient.getInstance().registerChannelEventListener(rm);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.scheduleWithFixedDelay(this::connect, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void connect() {
    try {
      if (!tm.registered) {
        TmNettyRemotingClient.getInstance().sendSyncRequest(statusRequest());
        tm.registered = true;
        LOG.info("the transaction coordinator answers");
      }
      if (!rm.registered && hasResources()) {
        registerOne();
      }
    } catch (TimeoutException | RuntimeException e) { // the library throws either
      LOG.debug("the transaction coordinator does not answer yet: {}", e.toString());
    }
  }

  private static GlobalStatusRequest statusRequest() {
    GlobalStatusRequest request = new GlobalStatusRequest();
    request.setXid(NO_XID);
    return request;
  }

  private static Map<String, Resource> resources() {
    return DefaultResourceManager.get().getManagedResources();
  }

  private static boolean hasResources() {
    return !resources().isEmpty();
  }

  /** Connects if there is no connection, which registers all; else registers one once more. */
  private void registerOne() {
    Resource any = resources().values().iterator().next();
    RmNettyRemotingClient.getInstance()
        .registerResource(any.getResourceGroupId(), any.getResourceId());
    rm.registered = rm.channel;
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before services are offered. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 4096;
  }

  @Override
  public String name() {
    return "transactions";
  }

  @Override
  public boolean isMet() {
    return running && tm.registered && (rm.registered || !hasResources());
  }
}
