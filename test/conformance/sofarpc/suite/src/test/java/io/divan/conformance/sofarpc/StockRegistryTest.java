package io.divan.conformance.sofarpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.conformance.Peer;
import io.divan.conformance.PeerProcess;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerCases;
import io.divan.conformance.sofarpc.api.LedgerInMemory;
import io.divan.conformance.sofarpc.api.Transfer;
import io.divan.process.Await;
import io.divan.process.Ports;
import io.divan.process.ServerProcess;
import io.divan.rpc.RpcException;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.nacos.NacosDiscovery;
import io.divan.rpc.nacos.NacosOptions;
import io.divan.rpc.server.ExportOptions;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers and clients of both kinds that find each other through our registry; the stock ones by
 * their own Nacos adapter.
 *
 * <p>Source: sofa-rpc-all 5.13.2 (NacosRegistry, with nacos-client 2.0.3), each in a process of its
 * own.
 */
@Peer(peer = "sofa-rpc", client = "sofa-rpc-all with its Nacos adapter", version = "5.13.2")
@Timeout(180)
class StockRegistryTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private String registry = "";

  @BeforeEach
  void start() {
    registry = "127.0.0.1:" + own(ServerProcess.start(folder, Map.of())).nacosPort();
  }

  @AfterEach
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T own(T part) {
    open.push(part);
    return part;
  }

  private PeerProcess stockProvider(String name) throws Exception {
    String port = String.valueOf(Ports.free());
    return own(Stock.start("StockProvider", registry, port, name)).await("ready");
  }

  private PeerProcess stockConsumer() throws Exception {
    return own(Stock.start("StockConsumer", registry)).await("ready");
  }

  private NacosDiscovery discovery() {
    return own(NacosDiscovery.connect(NacosOptions.at(registry)));
  }

  private RpcServer ourProvider(String name) throws IOException {
    NacosDiscovery discovery = discovery();
    RpcServer server = own(RpcServer.start(ServerOptions.builder().port(0).app("ours").build()));
    server.export(
        Ledger.class,
        new LedgerInMemory(() -> new HashMap<>(Map.of("server", name))),
        ExportOptions.of(Ledger.class).withAllowed(Transfer.class));
    server.publish(discovery);
    return server;
  }

  private Reference<Ledger> ourConsumer() {
    NacosDiscovery discovery = discovery();
    return own(RpcClient.create())
        .refer(Ledger.class, ReferenceOptions.of(Ledger.class).foundBy(discovery));
  }

  private static void awaitAnswering(Reference<Ledger> ledger, String... names) {
    Await.until(
        "answers of " + String.join(", ", names),
        SOON,
        () -> ledger.addresses().size() == names.length && answering(ledger).equals(Set.of(names)));
  }

  private static Set<String> answering(Reference<Ledger> ledger) {
    Set<String> answering = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      try {
        answering.add(ledger.service().seen().getOrDefault("server", "?"));
      } catch (RpcException e) {
        answering.add("none"); // it has just gone
      }
    }
    return answering;
  }

  @Test
  void aStockClientFollowsStockServersThatComeAndGo() throws Exception {
    PeerProcess one = stockProvider("one");
    PeerProcess consumer = stockConsumer().await("[one]");
    PeerProcess two = stockProvider("two");
    consumer.await("[one, two]");
    one.say("withdraw");
    one.await("withdrawn");
    consumer.await("[two]");
    stockProvider("three");
    consumer.await("[three, two]");
    two.close(); // without a farewell
    consumer.await("[three]");
  }

  @Test
  void ourClientFollowsStockServersThatComeAndGo() throws Exception {
    PeerProcess one = stockProvider("one");
    Reference<Ledger> ledger = ourConsumer();
    awaitAnswering(ledger, "one");
    PeerProcess two = stockProvider("two");
    awaitAnswering(ledger, "one", "two");
    one.say("withdraw");
    awaitAnswering(ledger, "two");
    stockProvider("three");
    awaitAnswering(ledger, "three", "two");
    two.close(); // without a farewell
    awaitAnswering(ledger, "three");
  }

  @Test
  void aStockClientFollowsOurServersThatComeAndGo() throws Exception {
    RpcServer one = ourProvider("one");
    PeerProcess consumer = stockConsumer().await("[one]");
    ourProvider("two");
    consumer.await("[one, two]");
    one.drain(Duration.ofSeconds(5));
    consumer.await("[two]");
  }

  @Test
  void serversOfBothKindsServeClientsOfBothKinds() throws Exception {
    ourProvider("ours");
    stockProvider("stock");
    PeerProcess consumer = stockConsumer();
    Reference<Ledger> ledger = ourConsumer();
    consumer.await("[ours, stock]");
    awaitAnswering(ledger, "ours", "stock");
  }

  @Test
  void whatIsFoundThroughTheRegistryServesEveryCase() throws Exception {
    stockProvider("stock");
    Reference<Ledger> ledger = ourConsumer();
    assertThat(ledger.awaitReady(SOON)).isTrue();
    for (LedgerCases.Case each : LedgerCases.all().values()) {
      each.run(ledger.service());
    }
  }
}
