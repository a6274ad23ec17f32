package io.divan.conformance.nacos;

import static io.divan.conformance.nacos.Clients.GROUP;
import static io.divan.conformance.nacos.Clients.instance;

import com.alibaba.nacos.api.naming.NamingService;
import io.divan.conformance.Peer;
import io.divan.conformance.nacos.Clients.Seen;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several instances of one service registered at once. */
@Peer(peer = "nacos", client = "nacos-client", version = "${divan.nacos.client}")
class BatchConformance {
  @TempDir static Path folder;
  static ServerProcess server;
  static Clients clients;
  static NamingService provider;
  static NamingService consumer;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.start(folder, Map.of());
    clients = new Clients(server);
    provider = clients.naming();
    consumer = clients.naming();
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  @Test
  void aBatchReplacesTheBatchBeforeAndLeavesOthersAlone() throws Exception {
    var seen = new Seen();
    consumer.subscribe("batch", GROUP, seen);
    NamingService other = clients.naming();
    other.registerInstance("batch", GROUP, instance(9));
    provider.batchRegisterInstance("batch", GROUP, List.of(instance(1), instance(2)));
    seen.await(1, 2, 9);
    provider.batchRegisterInstance("batch", GROUP, List.of(instance(2), instance(3)));
    seen.await(2, 3, 9);
  }

  @Test
  void someOfABatchAreTakenAway() throws Exception {
    var seen = new Seen();
    consumer.subscribe("some", GROUP, seen);
    provider.batchRegisterInstance("some", GROUP, List.of(instance(1), instance(2), instance(3)));
    seen.await(1, 2, 3);
    provider.batchDeregisterInstance("some", GROUP, List.of(instance(2)));
    seen.await(1, 3);
  }

  @Test
  void aBatchIsRegisteredAgainAfterACrashOfTheServer() throws Exception {
    NamingService survivor = clients.naming();
    survivor.batchRegisterInstance("again", GROUP, List.of(instance(1), instance(2)));
    server.kill9();
    server.startAgain();
    var seen = new Seen();
    clients.naming().subscribe("again", GROUP, seen);
    seen.await(1, 2);
  }
}
