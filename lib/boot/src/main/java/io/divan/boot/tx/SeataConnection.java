package io.divan.boot.tx;

import io.divan.boot.Requirement;
import io.divan.rpc.wire.IoThreads;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.seata.core.model.Resource;
import org.apache.seata.core.protocol.transaction.GlobalLockQueryRequest;
import org.apache.seata.core.protocol.transaction.GlobalStatusRequest;
import org.apache.seata.core.rpc.RemotingClient;
import org.apache.seata.core.rpc.netty.ChannelEventListener;
import org.apache.seata.core.rpc.netty.RmNettyRemotingClient;
import org.apache.seata.core.rpc.netty.TmNettyRemotingClient;
import org.apache.seata.discovery.registry.RegistryFactory;
import org.apache.seata.rm.DefaultResourceManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps Seata's library connected: left alone, it tries again a minute after its start and then
 * every ten seconds. While one of its two clients is not known to be connected, the coordinator is
 * asked something about a transaction that does not exist; any answer will do. The resource manager
 * counts where the application has resources.
 *
 * <p>Source: seata-all 2.6.0, {@code AbstractNettyRemotingClient}, {@code
 * NettyClientChannelManager}.
 */
final class SeataConnection implements SmartLifecycle, Requirement {
  private static final Logger LOG = LoggerFactory.getLogger(SeataConnection.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final int CONNECT_MILLIS = 1_000;
  private static final String NO_XID = "127.0.0.1:0:0";

  private final String group;
  private final Link tm = new Link();
  private final Link rm = new Link();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, IoThreads.threads("divan-seata-", true));
  private volatile boolean running;

  /** Whether the coordinator has answered one of the library's clients since its last breakdown. */
  private static final class Link implements ChannelEventListener {
    private volatile boolean answered;

    @Override
    public void onChannelDisconnected(Channel channel) {
      answered = false;
    }
  }

  SeataConnection(String group) {
    this.group = group;
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
      Resource resource = anyResource();
      boolean rmNeeded = resource != null && !rm.answered;
      if ((tm.answered && !rmNeeded) || !isListening()) {
        return;
      }
      if (!tm.answered) {
        ask(tm, TmNettyRemotingClient.getInstance(), statusRequest());
      }
      if (resource != null && rmNeeded) {
        // Connects and registers all resources, or else registers this one once more.
        RmNettyRemotingClient.getInstance()
            .registerResource(resource.getResourceGroupId(), resource.getResourceId());
        ask(rm, RmNettyRemotingClient.getInstance(), lockRequest(resource));
      }
    } catch (Exception e) { // the top of the thread's loop, and the registry throws anything
      LOG.debug("the transaction coordinator does not answer yet: {}", e.toString());
    }
  }

  private static void ask(Link link, RemotingClient client, Object question)
      throws TimeoutException {
    if (client.sendSyncRequest(question) != null) {
      link.answered = true;
    }
  }

  /** Spares the log the library's complaints; where it is, the library is to try it again. */
  @SuppressWarnings("unchecked") // the library's registries are raw
  private boolean isListening() throws Exception {
    List<InetSocketAddress> servers = RegistryFactory.getInstance().lookup(group);
    for (InetSocketAddress server : servers) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(server.getHostString(), server.getPort()), CONNECT_MILLIS);
        RegistryFactory.getInstance().refreshAliveLookup(group, servers);
        return true;
      } catch (IOException e) {
        LOG.debug("the transaction coordinator is not at {}: {}", server, e.toString());
      }
    }
    return false;
  }

  private static GlobalStatusRequest statusRequest() {
    GlobalStatusRequest request = new GlobalStatusRequest();
    request.setXid(NO_XID);
    return request;
  }

  private static GlobalLockQueryRequest lockRequest(Resource resource) {
    GlobalLockQueryRequest request = new GlobalLockQueryRequest();
    request.setXid(NO_XID);
    request.setBranchType(resource.getBranchType());
    request.setResourceId(resource.getResourceId());
    request.setLockKey("divan:0");
    return request;
  }

  private static @Nullable Resource anyResource() {
    Map<String, Resource> resources = DefaultResourceManager.get().getManagedResources();
    return resources.isEmpty() ? null : resources.values().iterator().next();
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
    TmNettyRemotingClient.getInstance().unregisterChannelEventListener(tm);
    RmNettyRemotingClient.getInstance().unregisterChannelEventListener(rm);
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
    return running && tm.answered && (rm.answered || anyResource() == null);
  }
}
