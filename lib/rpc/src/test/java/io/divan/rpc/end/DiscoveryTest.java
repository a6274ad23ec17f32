package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.ServiceName;
import io.divan.rpc.ServiceRegistration;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.server.ExportOptions;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers found through a registry, and kept when it fails. */
@Timeout(20)
class DiscoveryTest {
  private final LoggedLines log = new LoggedLines();
  private final Registry registry = new Registry();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final RpcClient client = RpcClient.create(ClientOptions.builder().build());

  /** A registry in memory that a test may make forget. */
  private static final class Registry implements Discovery {
    private final List<ServiceRegistration> registered = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<ServiceInstance>>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Registration register(ServiceRegistration service) {
      registered.add(service);
      tell();
      return new Registration() {
        @Override
        public boolean isConfirmed() {
          return true;
        }

        @Override
        public void close() {
          registered.remove(service);
          tell();
        }
      };
    }

    @Override
    public Subscription subscribe(ServiceName service, Consumer<List<ServiceInstance>> listener) {
      listeners.add(listener);
      listener.accept(instances());
      return () -> listeners.remove(listener);
    }

    void tell() {
      listeners.forEach(listener -> listener.accept(instances()));
    }

    private List<ServiceInstance> instances() {
      return registered.stream().map(r -> new ServiceInstance(r.address(), r.weight())).toList();
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    for (AutoCloseable each : open) {
      each.close();
    }
    log.close();
  }

  private RpcServer serve(ExportOptions options) throws IOException {
    RpcServer server = RpcServer.start(ServerOptions.builder().port(0).app("bank").build());
    open.add(server);
    server.export(Accounts.class, new AccountsInMemory(), options);
    return server;
  }

  private RpcServer serve() throws IOException {
    return serve(ExportOptions.of(Accounts.class));
  }

  private Reference<Accounts> refer() {
    return client.refer(Accounts.class, ReferenceOptions.of(Accounts.class).foundBy(registry));
  }

  @Test
  void aPublishedServiceIsFoundAndADrainedOneLeaves() throws IOException {
    RpcServer first = serve(ExportOptions.of(Accounts.class).withWeight(30));
    first.publish(registry);
    assertThat(first.isPublished()).isTrue();
    assertThat(registry.registered)
        .containsExactly(
            new ServiceRegistration(ServiceName.of(Accounts.class), first.address(), 30, "bank"));
    Reference<Accounts> reference = refer();
    assertThat(reference.service().echo("found")).isEqualTo("found");
    RpcServer second = serve();
    second.publish(registry);
    assertThat(reference.addresses()).containsExactly(first.address(), second.address());
    first.drain(Duration.ofSeconds(5));
    assertThat(registry.registered).hasSize(1);
    assertThat(reference.addresses()).containsExactly(second.address());
    assertThat(reference.service().echo("second")).isEqualTo("second");
  }

  @Test
  void aServiceExportedAfterPublishingIsPublishedToo() throws IOException {
    RpcServer server = serve();
    server.publish(registry);
    server.export(
        Accounts.class,
        new AccountsInMemory(),
        ExportOptions.of(ServiceName.of(Accounts.class).withUniqueId("late")));
    assertThat(registry.registered).hasSize(2);
  }

  @Test
  void aRegistryThatForgetsTakesNoWorkingServerAway() throws IOException {
    RpcServer server = serve();
    server.publish(registry);
    Reference<Accounts> reference = refer();
    assertThat(reference.service().echo("before")).isEqualTo("before");
    registry.registered.clear();
    registry.tell();
    assertThat(reference.service().echo("after")).isEqualTo("after");
    assertThat(reference.addresses()).containsExactly(server.address());
    assertThat(log.lines()).anyMatch(line -> line.contains("keeping those connected"));
  }

  @Test
  void serversThatAreNotConnectedAreForgottenWithTheRegistry() {
    registry.registered.add(
        new ServiceRegistration(
            ServiceName.of(Accounts.class), new Address("127.0.0.1", 1), 100, "gone"));
    Reference<Accounts> reference = refer();
    registry.registered.clear();
    registry.tell();
    assertThat(reference.addresses()).isEmpty();
    assertThatThrownBy(() -> reference.service().echo("x")).hasMessageContaining("NO_ADDRESS");
  }

  @Test
  void anAddressIsAdvertisedOnlyIfThereIsNoDoubt() throws IOException {
    try (RpcServer told =
        RpcServer.start(
            ServerOptions.builder().listen("0.0.0.0", 0).advertised("bank.example", 1).build())) {
      told.export(Accounts.class, new AccountsInMemory());
      told.publish(registry);
    }
    assertThat(registry.registered).isEmpty();
  }
}
