package io.divan.conformance.nacos;

import com.alibaba.nacos.api.NacosFactory;
import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.config.listener.AbstractListener;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingMaintainFactory;
import com.alibaba.nacos.api.naming.NamingMaintainService;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.listener.Event;
import com.alibaba.nacos.api.naming.listener.EventListener;
import com.alibaba.nacos.api.naming.listener.NamingEvent;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clients of one server, or of a cluster of which they choose a node; closed together. */
final class Clients implements AutoCloseable {
  static final String GROUP = "G";
  static final int TIMEOUT = 5_000;
  static final Duration SOON = Duration.ofSeconds(20);

  static {
    // What a client remembers of its server on disk must not meet another server on the same port.
    try {
      Path target = Files.createDirectories(Path.of("target"));
      System.setProperty("user.home", Files.createTempDirectory(target, "home").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final String server;
  private final List<AutoCloseable> open = new ArrayList<>();

  Clients(ServerProcess... servers) {
    this.server =
        Arrays.stream(servers)
            .map(each -> "127.0.0.1:" + each.nacosPort())
            .collect(Collectors.joining(","));
  }

  private Properties properties(Map<String, String> more) {
    var properties = new Properties();
    properties.put("serverAddr", server);
    properties.putAll(more);
    return properties;
  }

  ConfigService config() throws NacosException {
    return config(Map.of());
  }

  ConfigService config(Map<String, String> more) throws NacosException {
    ConfigService service = NacosFactory.createConfigService(properties(more));
    open.add(service::shutDown);
    return service;
  }

  NamingService naming() throws NacosException {
    return naming(Map.of());
  }

  NamingService naming(Map<String, String> more) throws NacosException {
    NamingService service = NacosFactory.createNamingService(properties(more));
    open.add(service::shutDown);
    return service;
  }

  NamingMaintainService maintain() throws NacosException {
    return NamingMaintainFactory.createMaintainService(properties(Map.of()));
  }

  static Instance instance(int port) {
    var instance = new Instance();
    instance.setIp("127.0.0.1");
    instance.setPort(port);
    return instance;
  }

  static Instance persistent(int port) {
    Instance instance = instance(port);
    instance.setEphemeral(false);
    return instance;
  }

  static List<Integer> ports(List<Instance> instances) {
    return instances.stream().map(Instance::getPort).sorted().collect(Collectors.toList());
  }

  /** Collects what a listener is told. */
  static final class Heard extends AbstractListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void receiveConfigInfo(@Nullable String content) {
      told.add(content == null ? "removed" : content);
    }

    String next() throws InterruptedException {
      String next = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was told");
      }
      return next;
    }

    boolean hasHeardMore() {
      return !told.isEmpty();
    }
  }

  /** The newest list of ports that a subscriber has been told. */
  static final class Seen implements EventListener {
    private volatile List<Integer> ports = List.of(-1);

    @Override
    public void onEvent(Event event) {
      ports = Clients.ports(((NamingEvent) event).getInstances());
    }

    void await(Integer... expected) {
      Await.until(
          "to be told of " + List.of(expected) + "; it was " + ports,
          SOON,
          () -> ports.equals(List.of(expected)));
    }
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
