package io.divan.conformance.sofarpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.conformance.Peer;
import io.divan.conformance.PeerProcess;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerCases;
import io.divan.conformance.sofarpc.api.Refused;
import io.divan.process.Ports;
import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.hessian.GenericObject;
import io.divan.rpc.CallContext;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.ServiceName;
import io.divan.rpc.TraceContext;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.GenericReference;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our client against an unmodified server.
 *
 * <p>Source: sofa-rpc-all 5.13.2, in a process of its own.
 */
@Peer(peer = "sofa-rpc", client = "sofa-rpc-all server", version = "5.13.2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class StockServerTest {
  private PeerProcess server;
  private PeerProcess busy;
  private String address = "";
  private String busyAddress = "";
  private final Map<BoltVersion, RpcClient> clients = new HashMap<>();

  @BeforeAll
  void start() throws IOException, InterruptedException {
    int port = Ports.free();
    int busyPort = Ports.free();
    server = stock(port, 20, 10);
    busy = stock(busyPort, 1, 1);
    server.await("ready");
    busy.await("ready");
    address = "127.0.0.1:" + port;
    busyAddress = "127.0.0.1:" + busyPort;
    for (BoltVersion version : BoltVersion.values()) {
      clients.put(
          version,
          RpcClient.create(
              ClientOptions.builder()
                  .app("conformance")
                  .version(version)
                  .heartbeat(Duration.ofMillis(400))
                  .timeout(Duration.ofSeconds(10))
                  .build()));
    }
  }

  private static PeerProcess stock(int port, int threads, int queue) throws IOException {
    return Stock.start(
        "StockServer", String.valueOf(port), String.valueOf(threads), String.valueOf(queue));
  }

  @AfterAll
  void stop() {
    clients.values().forEach(RpcClient::close);
    server.close();
    busy.close();
  }

  private RpcClient client(BoltVersion version) {
    return requireNonNull(clients.get(version));
  }

  private Reference<Ledger> refer(BoltVersion version, ReferenceOptions options) {
    return client(version).refer(Ledger.class, options);
  }

  private Reference<Ledger> refer() {
    return refer(BoltVersion.V1, ReferenceOptions.of(Ledger.class).at(address));
  }

  Stream<String> cases() {
    List<String> cases = new ArrayList<>();
    for (BoltVersion version : BoltVersion.values()) {
      LedgerCases.all().keySet().forEach(name -> cases.add(name + " over " + version));
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void passes(String name) throws Exception {
    int over = name.lastIndexOf(" over ");
    BoltVersion version = BoltVersion.valueOf(name.substring(over + " over ".length()));
    LedgerCases.Case test = requireNonNull(LedgerCases.all().get(name.substring(0, over)));
    test.run(refer(version, ReferenceOptions.of(Ledger.class).at(address)).service());
  }

  @Test
  void future() throws Exception {
    assertThat(refer().future(l -> l.text("later")).get(5, TimeUnit.SECONDS)).isEqualTo("later");
  }

  @Test
  void futureOfABusinessException() {
    CompletableFuture<Object> future = refer().future(StockServerTest::refuse);
    assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(Refused.class);
  }

  private static Object refuse(Ledger ledger) {
    try {
      ledger.refuse("later");
      return "";
    } catch (Refused e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void callback() throws Exception {
    CompletableFuture<String> called = new CompletableFuture<>();
    refer().callback(l -> l.text("back"), (text, thrown) -> called.complete(text + thrown));
    assertThat(called.get(5, TimeUnit.SECONDS)).isEqualTo("backnull");
  }

  @Test
  void oneWay() {
    Reference<Ledger> ledger = refer();
    ledger.oneWay(l -> l.note("one-way"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!ledger.service().noted().contains("one-way")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void uniqueId() {
    ServiceName second = ServiceName.of(Ledger.class).withUniqueId("second");
    Reference<Ledger> ledger = refer(BoltVersion.V1, ReferenceOptions.of(second).at(address));
    assertThat(ledger.service().seen()).containsEntry("service", "second");
  }

  @Test
  void unknownService() {
    ServiceName missing = ServiceName.of(Ledger.class).withUniqueId("missing");
    Reference<Ledger> ledger = refer(BoltVersion.V1, ReferenceOptions.of(missing).at(address));
    assertThatThrownBy(() -> ledger.service().text("x"))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void timeout() {
    Reference<Ledger> hasty =
        refer(
            BoltVersion.V1,
            ReferenceOptions.of(Ledger.class).at(address).withTimeout(Duration.ofMillis(200)));
    assertError(RpcError.TIMEOUT, () -> hasty.service().slow(3_000));
  }

  @Test
  void busy() {
    Reference<Ledger> ledger =
        refer(BoltVersion.V1, ReferenceOptions.of(Ledger.class).at(busyAddress));
    List<CompletableFuture<String>> under = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      under.add(ledger.future(l -> l.slow(1_000)));
    }
    assertError(RpcError.SERVER_BUSY, () -> ledger.service().text("no room"));
    assertThat(under).anyMatch(f -> f.handle((text, thrown) -> "slow".equals(text)).join());
  }

  @Test
  void genericCall() throws Exception {
    try (GenericReference generic =
        client(BoltVersion.V1).referGeneric(ReferenceOptions.of(Ledger.class).at(address))) {
      assertThat(generic.call("text", List.of("java.lang.String"), "g")).isEqualTo("g");
      assertThat(
              (GenericObject)
                  generic.call(
                      "transfer",
                      List.of("io.divan.conformance.sofarpc.api.Transfer"),
                      new GenericObject("io.divan.conformance.sofarpc.api.Transfer")
                          .with("text", "generic")))
          .extracting(t -> t.get("text"))
          .isEqualTo("generic");
    }
  }

  @Test
  void traceKeys() throws Exception {
    TraceContext trace = TraceContext.root(true);
    Map<String, String> seen =
        CallContext.of(trace, Duration.ofSeconds(5)).call(() -> refer().service().seen());
    assertThat(seen).containsEntry("traceId", trace.traceId()).containsEntry("rpcId", "0.1");
  }

  /** The server's patience is set much shorter than by default. */
  @Test
  void heartbeatKeepsTheConnection() throws Exception {
    Reference<Ledger> ledger = refer();
    String before = ledger.service().seen().get("remote");
    assertThat(new CountDownLatch(1).await(3, TimeUnit.SECONDS)).isFalse();
    assertThat(ledger.service().seen()).containsEntry("remote", before);
  }

  private static void assertError(
      RpcError error, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(RpcException.class)
        .extracting(e -> ((RpcException) e).error())
        .isEqualTo(error);
  }
}
