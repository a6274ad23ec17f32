package io.divan.boot.rpc;

import io.divan.boot.DivanReference;
import io.divan.boot.Requirement;
import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceName;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.DisposableBean;

/** The services of other applications that this one uses; those injected twice are one. */
final class References implements Requirement, DisposableBean {
  private record Key(Class<?> type, ServiceName name, long timeoutMillis) {}

  private final RpcClient client;
  private final Discovery discovery;
  private final Duration drainTimeout;

  /** Guards {@code open}. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<Key, Reference<?>> open = new LinkedHashMap<>();

  References(RpcClient client, Discovery discovery, Duration drainTimeout) {
    this.client = client;
    this.discovery = discovery;
    this.drainTimeout = drainTimeout;
  }

  /**
   * The service to inject.
   *
   * @throws IllegalArgumentException if the type is no interface
   */
  Object service(Class<?> type, DivanReference how) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          "@DivanReference needs the service's interface, " + type.getName() + " is none");
    }
    ServiceName name = ServiceName.of(type).withVersion(how.version()).withUniqueId(how.uniqueId());
    Key key = new Key(type, name, how.timeoutMillis());
    lock.lock();
    try {
      return open.computeIfAbsent(key, this::refer).service();
    } finally {
      lock.unlock();
    }
  }

  private Reference<?> refer(Key key) {
    ReferenceOptions options = ReferenceOptions.of(key.name()).foundBy(discovery);
    return client.refer(
        key.type(),
        key.timeoutMillis() > 0
            ? options.withTimeout(Duration.ofMillis(key.timeoutMillis()))
            : options);
  }

  private List<Reference<?>> all() {
    lock.lock();
    try {
      return List.copyOf(open.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String name() {
    List<String> missing =
        all().stream().filter(r -> !r.isReady()).map(r -> r.name().toString()).toList();
    return missing.isEmpty() ? "references" : "references " + missing;
  }

  @Override
  public boolean isMet() {
    return all().stream().allMatch(Reference::isReady);
  }

  @Override
  public void destroy() {
    client.close(drainTimeout);
    all().forEach(Reference::close);
  }
}
