package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.Ramp;
import io.divan.rpc.RpcException;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.ServiceName;
import io.divan.rpc.ServiceRegistration;
import io.divan.rpc.client.Balancing;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.Repeating;
import io.divan.rpc.client.Routing;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client and several servers, some of which are not as they should be. */
@Timeout(60)
class FleetTest {
  private final LoggedLines log = new LoggedLines();
  private final List<Provider> providers = new ArrayList<>();
  private final RpcClient client =
      RpcClient.create(ClientOptions.builder().timeout(Duration.ofSeconds(10)).build());

  /** The service. */
  public interface Work {
    String work(String what);
  }

  /** One server, which answers with its number unless it is told to behave otherwise. */
  private static final class Provider implements Work {
    private final int number;
    private final RpcServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean failing;
    private volatile boolean stuck;

    Provider(int number, ServerOptions options) throws IOException {
      this.number = number;
      this.server = RpcServer.start(options);
      server.export(Work.class, this);
    }

    @Override
    public String work(String what) {
      calls.incrementAndGet();
      if (failing) {
        throw new Broken();
      }
      if (stuck) {
        try {
          boolean unused = release.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return String.valueOf(number);
    }
  }

  /** Nothing the interface declares. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Provider provide(ServerOptions.Builder options) throws IOException {
    Provider provider = new Provider(providers.size(), options.port(0).build());
    providers.add(provider);
    return provider;
  }

  private void provide(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      provide(ServerOptions.builder());
    }
  }

  private ReferenceOptions options() {
    return ReferenceOptions.of(Work.class)
        .at(providers.stream().map(p -> p.server.address().toString()).toArray(String[]::new));
  }

  private Reference<Work> refer(ReferenceOptions options) {
    Reference<Work> reference = client.refer(Work.class, options);
    Conditions.await(
        "all servers are connected", () -> reference.connected() == reference.addresses().size());
    return reference;
  }

  @AfterEach
  void stop() {
    client.close();
    providers.forEach(p -> {
      p.release.countDown();
      p.server.close();
    });
    log.close();
  }

  /** How many of so many calls fail. */
  private static int failures(Reference<Work> reference, int calls) {
    int failed = 0;
    for (int i = 0; i < calls; i++) {
      try {
        reference.service().work("x" + i);
      } catch (RpcException e) {
        failed++;
      }
    }
    return failed;
  }

  @Test
  void aServerWhoseCallsFailGetsNoneForAWhile() throws IOException {
    provide(4);
    providers.get(2).failing = true;
    Reference<Work> reference = refer(options().withBalancing(Balancing.RANDOM));
    assertThat(failures(reference, 400)).isBetween(1, 6);
    assertThat(log.lines()).anyMatch(line -> line.contains("gets no calls for 5 s"));
  }

  @Test
  void whatFailsEverywhereIsNobodysFault() throws IOException {
    provide(3);
    providers.forEach(p -> p.failing = true);
    Reference<Work> reference = refer(options().withBalancing(Balancing.ROUND_ROBIN));
    assertThat(failures(reference, 90)).isEqualTo(90);
    assertThat(log.lines()).noneMatch(line -> line.contains("gets no calls"));
    assertThat(providers).allMatch(p -> p.calls.get() >= 29);
  }

  @Test
  void anIdempotentCallThatFailsIsMadeAgainElsewhere() throws IOException {
    provide(3);
    providers.get(1).failing = true;
    Reference<Work> reference =
        refer(options().withBalancing(Balancing.ROUND_ROBIN).withIdempotent("work"));
    assertThat(failures(reference, 60)).isZero();
    assertThat(providers.get(1).calls.get()).isPositive();
    assertThat(reference.future(w -> w.work("later")).join()).isIn("0", "2");
  }

  @Test
  void aCallThatMayHaveBeenCarriedOutIsNotMadeAgainUnasked() throws IOException {
    provide(2);
    providers.get(1).failing = true;
    Reference<Work> reference = refer(options().withBalancing(Balancing.ROUND_ROBIN));
    assertThat(failures(reference, 4)).isEqualTo(2);
  }

  @Test
  void aCallThatABusyServerRefusesIsMadeElsewhereWithinTheBudget() throws Exception {
    provide(1);
    Provider full = provide(ServerOptions.builder().workers(1).queue(1));
    full.stuck = true;
    Reference<Work> direct =
        refer(ReferenceOptions.of(Work.class).at(full.server.address().toString()));
    List<CompletableFuture<String>> waiting = new ArrayList<>();
    waiting.add(direct.future(w -> w.work("fill")));
    Conditions.await("the worker is taken", () -> full.calls.get() == 1);
    waiting.add(direct.future(w -> w.work("fill")));
    Conditions.await("the queue is filled", () -> full.server.stats().queued() == 1);
    ReferenceOptions both =
        options()
            .withRouting(Routing.DEFAULT.withBalancing(Balancing.ROUND_ROBIN).withoutEjection());
    assertThat(failures(refer(both), 40)).isZero();
    assertThat(full.server.stats().busy()).isGreaterThanOrEqualTo(19);
    Reference<Work> never = refer(both.withRepeating(Repeating.NEVER));
    assertThat(failures(never, 40)).isEqualTo(20);
    full.release.countDown();
    for (CompletableFuture<String> each : waiting) {
      assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @Test
  void aHedgedCallTakesTheFirstAnswer() throws IOException {
    provide(2);
    providers.get(0).stuck = true;
    Reference<Work> reference =
        refer(
            options()
                .withBalancing(Balancing.ROUND_ROBIN)
                .withRepeating(Repeating.DEFAULT.withHedge("work", Duration.ofMillis(50))));
    for (int i = 0; i < 4; i++) {
      assertThat(reference.service().work("x")).isEqualTo("1");
    }
    assertThat(reference.future(w -> w.work("x")).join()).isEqualTo("1");
    assertThat(providers.get(0).calls.get()).isPositive();
  }

  @Test
  void aHedgedCallFailsWhenAllItsTriesHave() throws IOException {
    provide(2);
    providers.forEach(p -> p.failing = true);
    Reference<Work> reference =
        refer(options().withRepeating(Repeating.DEFAULT.withHedge("work", Duration.ofMillis(10))));
    assertThatThrownBy(() -> reference.service().work("x"))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("Broken");
  }

  @Test
  void nearbyServersAreUsedAsLongAsHalfOfThemAreThere() throws IOException {
    provide(4);
    List<ServiceInstance> instances = new ArrayList<>();
    for (Provider provider : providers) {
      String zone = provider.number < 2 ? "here" : "there";
      instances.add(new ServiceInstance(provider.server.address(), 100, zone, null));
    }
    Reference<Work> reference =
        refer(
            ReferenceOptions.of(Work.class)
                .foundBy(fixed(instances))
                .withRouting(Routing.DEFAULT.withZone("here")));
    assertThat(failures(reference, 40)).isZero();
    assertThat(providers.get(2).calls.get() + providers.get(3).calls.get()).isZero();
    providers.get(0).server.close();
    Conditions.await("a server less", () -> reference.connected() == 3);
    assertThat(failures(reference, 40)).isZero();
    assertThat(providers.get(2).calls.get() + providers.get(3).calls.get()).isZero();
    providers.get(1).server.close();
    Conditions.await("a server less", () -> reference.connected() == 2);
    assertThat(failures(reference, 40)).isZero();
    assertThat(providers.get(2).calls.get() + providers.get(3).calls.get()).isEqualTo(40);
  }

  @Test
  void aServerThatHasJustStartedGetsAPartOfItsShare() throws IOException {
    provide(2);
    Ramp rising = new Ramp(System.currentTimeMillis(), Duration.ofHours(1), 0.1);
    List<ServiceInstance> instances =
        List.of(
            ServiceInstance.of(providers.get(0).server.address()),
            new ServiceInstance(providers.get(1).server.address(), 100, "", rising));
    Reference<Work> reference =
        refer(
            ReferenceOptions.of(Work.class)
                .foundBy(fixed(instances))
                .withBalancing(Balancing.ROUND_ROBIN));
    assertThat(failures(reference, 500)).isZero();
    assertThat(providers.get(1).calls.get()).isBetween(15, 120);
  }

  /** A registry whose list does not change. */
  private static Discovery fixed(List<ServiceInstance> instances) {
    return new Discovery() {
      @Override
      public Registration register(ServiceRegistration service) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Subscription subscribe(ServiceName service, Consumer<List<ServiceInstance>> listener) {
        listener.accept(instances);
        return () -> {};
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aFleetRestartedOneByOneUnderLoadLosesNoCall() throws Exception {
    provide(6);
    List<Address> addresses = providers.stream().map(p -> p.server.address()).toList();
    Reference<Work> reference = refer(options());
    AtomicInteger done = new AtomicInteger();
    AtomicInteger restarted = new AtomicInteger();
    List<CompletableFuture<?>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(
          CompletableFuture.runAsync(
              () -> {
                while (restarted.get() < 6) {
                  reference.service().work("x");
                  done.incrementAndGet();
                }
              },
              task -> new Thread(task, "caller").start()));
    }
    for (int i = 0; i < 6; i++) {
      int before = done.get();
      Conditions.await("load", () -> done.get() > before + 100);
      providers.get(i).server.drain(Duration.ofSeconds(10));
      Address address = addresses.get(i);
      Provider next =
          new Provider(i, ServerOptions.builder().listen(address.host(), address.port()).build());
      providers.set(i, next);
      Conditions.await("the new server is called", () -> next.calls.get() > 0);
      restarted.incrementAndGet();
    }
    for (CompletableFuture<?> caller : callers) {
      caller.get(10, TimeUnit.SECONDS); // throws what a call has thrown
    }
    assertThat(done.get()).isGreaterThan(600);
  }
}
