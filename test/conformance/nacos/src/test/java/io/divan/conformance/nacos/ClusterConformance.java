package io.divan.conformance.nacos;

import static io.divan.conformance.nacos.Clients.GROUP;
import static io.divan.conformance.nacos.Clients.TIMEOUT;
import static io.divan.conformance.nacos.Clients.instance;
import static io.divan.conformance.nacos.Clients.persistent;
import static io.divan.conformance.nacos.Clients.ports;
import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.naming.NamingService;
import io.divan.conformance.Peer;
import io.divan.conformance.nacos.Clients.Heard;
import io.divan.conformance.nacos.Clients.Seen;
import io.divan.process.Await;
import io.divan.process.ClusterProcesses;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes as one: what is said to any is heard of at every other. */
@Peer(peer = "nacos", client = "nacos-client", version = "${divan.nacos.client}")
class ClusterConformance {
  private static final int PROVIDERS = 6;

  @TempDir static Path folder;
  static ClusterProcesses cluster;
  static final List<Clients> nodes = new ArrayList<>();
  static Clients anywhere;

  @BeforeAll
  static void start() {
    cluster = ClusterProcesses.start(folder, 3, Map.of());
    cluster.members().forEach(each -> nodes.add(new Clients(each)));
    anywhere = new Clients(cluster.members().toArray(ServerProcess[]::new));
  }

  @AfterAll
  static void stop() {
    anywhere.close();
    nodes.forEach(Clients::close);
    nodes.clear();
    cluster.close();
  }

  @Test
  void whatIsRegisteredAtOneNodeIsSeenAtEvery() throws Exception {
    NamingService provider = nodes.get(0).naming();
    List<Seen> seen = new ArrayList<>();
    for (Clients node : nodes) {
      var each = new Seen();
      node.naming().subscribe("spread", GROUP, each);
      seen.add(each);
    }
    provider.registerInstance("spread", GROUP, instance(1));
    for (Seen each : seen) {
      each.await(1);
    }
    provider.deregisterInstance("spread", GROUP, "127.0.0.1", 1);
    nodes.get(1).naming().registerInstance("spread", GROUP, instance(2));
    for (Seen each : seen) {
      each.await(2);
    }
  }

  @Test
  void whatIsPublishedAtOneNodeIsReadAndHeardAtEvery() throws Exception {
    List<Heard> heard = new ArrayList<>();
    for (Clients node : nodes) {
      var each = new Heard();
      node.config().addListener("spread", GROUP, each);
      heard.add(each);
    }
    for (Clients node : nodes) {
      ConfigService config = node.config();
      assertThat(config.publishConfig("spread", GROUP, node.toString())).isTrue();
      assertThat(config.getConfig("spread", GROUP, TIMEOUT)).isEqualTo(node.toString());
      for (Heard each : heard) {
        assertThat(each.next()).isEqualTo(node.toString());
      }
      for (Clients other : nodes) {
        assertThat(other.config().getConfig("spread", GROUP, TIMEOUT)).isEqualTo(node.toString());
      }
    }
  }

  @Test
  void aNodeThatDiesLeavesNoGapInTheRegistry() throws Exception {
    for (int port = 1; port <= PROVIDERS; port++) {
      anywhere.naming().registerInstance("steady", GROUP, instance(port));
    }
    List<Integer> all = IntStream.rangeClosed(1, PROVIDERS).boxed().toList();
    NamingService watcher = nodes.get(1).naming();
    Await.until(
        "all to be seen",
        Clients.SOON,
        () -> ports(watcher.getAllInstances("steady", GROUP, false)).equals(all));

    ServerProcess dying = cluster.members().get(0);
    dying.kill9();
    long until = System.nanoTime() + Clients.SOON.toNanos();
    while (System.nanoTime() - until < 0) { // longer than a dead node's copies are kept
      assertThat(ports(watcher.getAllInstances("steady", GROUP, false))).isEqualTo(all);
    }
    dying.startAgain();
    Await.until(
        "the node that is back to know all",
        Clients.SOON,
        () -> ports(nodes.get(0).naming().getAllInstances("steady", GROUP, false)).equals(all));
  }

  @Test
  void persistentInstancesAreKeptByAll() throws Exception {
    int port = cluster.members().get(0).nacosPort();
    nodes.get(2).naming().registerInstance("lasting", GROUP, persistent(port));
    for (Clients node : nodes) {
      NamingService naming = node.naming();
      Await.until(
          "it to be seen here",
          Clients.SOON,
          () -> ports(naming.getAllInstances("lasting", GROUP, false)).equals(List.of(port)));
    }
  }
}
