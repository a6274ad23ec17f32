package io.divan.conformance.sofarpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.conformance.Peer;
import io.divan.conformance.PeerProcess;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerInMemory;
import io.divan.conformance.sofarpc.api.Transfer;
import io.divan.rpc.server.ExportOptions;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerCall;
import io.divan.rpc.server.ServerOptions;
import io.divan.rpc.wire.FrameLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An unmodified client against our server.
 *
 * <p>Source: sofa-rpc-all 5.13.2, in a process of its own.
 */
@Peer(peer = "sofa-rpc", client = "sofa-rpc-all client", version = "5.13.2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockClientTest {
  private RpcServer server;
  private RpcServer busy;
  private final Map<String, String> results = new LinkedHashMap<>();

  @BeforeAll
  void runAllCases() throws IOException, InterruptedException {
    FrameLimits impatient = FrameLimits.DEFAULT.withIdleTime(Duration.ofMillis(1_500));
    server = RpcServer.start(ServerOptions.builder().port(0).frames(impatient).build());
    busy = RpcServer.start(ServerOptions.builder().port(0).workers(1).queue(1).build());
    for (RpcServer each : new RpcServer[] {server, busy}) {
      each.export(
          Ledger.class,
          new LedgerInMemory(StockClientTest::seen),
          ExportOptions.of(Ledger.class).withAllowed(Transfer.class));
    }
    String port = String.valueOf(server.address().port());
    String busyPort = String.valueOf(busy.address().port());
    try (PeerProcess client = Stock.start("StockClient", port, busyPort)) {
      for (String line : client.awaitEnd()) {
        String[] fields = line.split("\t", 3);
        if (fields.length > 1) {
          results.put(fields[1], fields[0] + (fields.length > 2 ? ": " + fields[2] : ""));
        }
      }
    }
    assertThat(results).as("the client has run its cases").isNotEmpty();
  }

  private static Map<String, String> seen() {
    ServerCall call = ServerCall.currentServerCall();
    Map<String, String> seen = new HashMap<>();
    if (call != null) {
      seen.put("traceId", call.trace().sofaTraceId());
      seen.put("rpcId", call.trace().sofaRpcId());
      seen.put("remote", call.remote());
    }
    return seen;
  }

  @AfterAll
  void stop() {
    server.close();
    busy.close();
  }

  Stream<String> cases() {
    return results.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void passes(String name) {
    assertThat(results).containsEntry(name, "passed");
  }
}
