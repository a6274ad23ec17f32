package io.divan.boot.config;

import com.alibaba.nacos.api.config.ConfigFactory;
import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.config.listener.AbstractListener;
import com.alibaba.nacos.api.exception.NacosException;
import io.divan.boot.DivanProperties;
import io.divan.rpc.wire.IoThreads;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/** Documents kept on the server, over one connection; read and told of on one thread. */
public final class ServerDocuments implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final Log log;
  private final DivanProperties properties;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, IoThreads.threads("divan-config-", true));

  /** Written by the thread. */
  private volatile @Nullable ConfigService service;

  public ServerDocuments(Log log, DivanProperties properties) {
    this.log = log;
    this.properties = properties;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Reads a document, trying until that succeeds, and hears of its changes from then on.
   *
   * @param heard told the first content and every later one; {@code null} where there is none
   */
  public void follow(String dataId, String group, Consumer<@Nullable String> heard) {
    thread.execute(() -> read(dataId, group, heard));
  }

  private void read(String dataId, String group, Consumer<@Nullable String> heard) {
    try {
      ConfigService known = service;
      if (known == null) {
        known = ConfigFactory.createConfigService(properties.nacosProperties());
        service = known;
      }
      long timeout = Math.max(1, properties.config().timeout().toMillis());
      heard.accept(known.getConfigAndSignListener(dataId, group, timeout, new Changes(heard)));
    } catch (NacosException | RuntimeException e) { // the client throws either
      log.warn("cannot read " + dataId + " yet, trying again: " + e);
      thread.schedule(() -> read(dataId, group, heard), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private final class Changes extends AbstractListener {
    private final Consumer<@Nullable String> heard;

    Changes(Consumer<@Nullable String> heard) {
      this.heard = heard;
    }

    @Override
    public void receiveConfigInfo(@Nullable String content) {
      if (!thread.isShutdown()) {
        thread.execute(() -> heard.accept(content)); // after the first content, never before
      }
    }
  }

  /** Whether the server is connected. */
  public boolean isUp() {
    ConfigService known = service;
    return known != null && known.getServerStatus().equals("UP");
  }

  @Override
  public void close() {
    thread.execute(() -> {
      try {
        ConfigService known = service;
        if (known != null) {
          known.shutDown();
        }
      } catch (NacosException e) {
        log.warn("the configuration's client did not shut down: " + e);
      }
    });
    thread.shutdown();
  }
}
