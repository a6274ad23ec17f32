package io.divan.boot.rpc;

import io.divan.boot.DivanProperties;
import io.divan.boot.DivanService;
import io.divan.boot.Requirement;
import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceName;
import io.divan.rpc.server.ExportOptions;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerFilter;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The application's own services: offered when everything else has started, and taken back before
 * anything else stops, without losing a call. No port is opened if there are none.
 */
final class ServiceExports implements SmartLifecycle, Requirement, OfferedAddress {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceExports.class);

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final ListableBeanFactory beans;
  private final DivanProperties.Rpc properties;
  private final String application;
  private final Discovery discovery;
  private final List<ServerFilter> filters;
  private volatile @Nullable RpcServer server;
  private volatile boolean running;

  ServiceExports(
      ListableBeanFactory beans,
      DivanProperties.Rpc properties,
      String application,
      Discovery discovery,
      List<ServerFilter> filters) {
    this.beans = beans;
    this.properties = properties;
    this.application = application;
    this.discovery = discovery;
    this.filters = filters;
  }

  @Override
  public void start() {
    String[] names = beans.getBeanNamesForAnnotation(DivanService.class);
    if (names.length > 0) {
      server = open(names);
    }
    running = true;
  }

  private RpcServer open(String[] names) {
    ServerOptions.Builder options =
        ServerOptions.builder().app(application).listen(properties.host(), properties.port());
    filters.forEach(options::filter);
    RpcServer opened;
    try {
      opened = RpcServer.start(advertise(options).build());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen at " + properties.host() + ":" + properties.port() + " (divan.rpc.port)",
          e);
    }
    try {
      for (String name : names) {
        export(opened, name);
      }
      opened.publish(discovery);
    } catch (RuntimeException e) { // nothing stays open when the start fails
      opened.close();
      throw e;
    }
    LOG.info("{} services at {}", names.length, opened.address());
    return opened;
  }

  /** Nobody can be told to call "everywhere". */
  private ServerOptions.Builder advertise(ServerOptions.Builder options) {
    String told = properties.advertisedAddress();
    if (told == null && EVERYWHERE.contains(properties.host())) {
      throw new IllegalStateException(
          "divan.rpc.host is "
              + properties.host()
              + ": set divan.rpc.advertised-address to what other applications are to call");
    }
    if (told != null) {
      Address address = AdvertisedEndpoint.parse(told, properties.port());
      options.advertised(address.host(), address.port());
    }
    return options;
  }

  private void export(RpcServer opened, String beanName) {
    Object bean = beans.getBean(beanName);
    DivanService how = beans.findAnnotationOnBean(beanName, DivanService.class);
    if (how == null) {
      return; // a bean made by a factory method may hide its class
    }
    exportAs(ServiceInterface.of(AopUtils.getTargetClass(bean), how), opened, bean, how);
  }

  private static <T> void exportAs(Class<T> type, RpcServer opened, Object bean, DivanService how) {
    ServiceName name = ServiceName.of(type).withVersion(how.version()).withUniqueId(how.uniqueId());
    opened.export(type, type.cast(bean), ExportOptions.of(name).withWeight(how.weight()));
  }

  @Override
  public Address address() {
    RpcServer known = server;
    int port = known == null ? 0 : known.address().port();
    String told = properties.advertisedAddress();
    if (told == null) {
      return new Address(properties.host(), port);
    }
    Address address = AdvertisedEndpoint.parse(told, Math.max(1, port));
    return new Address(address.host(), port == 0 ? 0 : address.port());
  }

  @Override
  public void stop() {
    RpcServer open = server;
    if (open != null) {
      open.drain(properties.drainTimeout());
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** With the web server's graceful stop: callers of both still need everything below. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1024;
  }

  @Override
  public String name() {
    return "services";
  }

  @Override
  public boolean isMet() {
    RpcServer known = server;
    return running && (known == null || known.isPublished());
  }
}
