package io.divan.conformance.nacos;

import static io.divan.conformance.nacos.Clients.GROUP;
import static io.divan.conformance.nacos.Clients.instance;
import static io.divan.conformance.nacos.Clients.persistent;
import static io.divan.conformance.nacos.Clients.ports;
import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.conformance.Peer;
import io.divan.conformance.nacos.Clients.Seen;
import io.divan.process.Await;
import io.divan.process.RunningProcess;
import io.divan.process.ServerProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services as an application sees them. */
@Peer(peer = "nacos", client = "nacos-client", version = "${divan.nacos.client}")
class NamingConformance {
  @TempDir static Path folder;
  static ServerProcess server;
  static Clients clients;
  static NamingService provider;
  static NamingService consumer;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.start(
            folder, Map.of("registry.probe-interval", "1s", "registry.probe-timeout", "200ms"));
    clients = new Clients(server);
    provider = clients.naming();
    consumer = clients.naming();
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  /** What the server says now, without a cache in between. */
  private static List<Integer> now(String service) throws Exception {
    return ports(consumer.getAllInstances(service, GROUP, false));
  }

  @Test
  void theServerIsUp() {
    assertThat(consumer.getServerStatus()).isEqualTo("UP");
  }

  @Test
  void whatIsRegisteredIsSeenRightAway() throws Exception {
    Instance full = instance(80);
    full.setClusterName("a");
    full.setWeight(2.5);
    full.addMetadata("zone", "größe");
    provider.registerInstance("full", GROUP, full);

    Instance seen = consumer.getAllInstances("full", GROUP, false).get(0);
    assertThat(seen.getIp()).isEqualTo("127.0.0.1");
    assertThat(seen.getPort()).isEqualTo(80);
    assertThat(seen.getClusterName()).isEqualTo("a");
    assertThat(seen.getWeight()).isEqualTo(2.5);
    assertThat(seen.getMetadata()).isEqualTo(Map.of("zone", "größe"));
    assertThat(seen.isHealthy()).isTrue();
    assertThat(seen.isEphemeral()).isTrue();
    assertThat(seen.getServiceName()).isEqualTo("G@@full");
    assertThat(seen.getInstanceId()).isEqualTo("127.0.0.1#80#a#G@@full");

    provider.deregisterInstance("full", GROUP, full);
    assertThat(now("full")).isEmpty();
  }

  @Test
  void anUnknownServiceHasNoInstances() throws Exception {
    assertThat(now("unknown")).isEmpty();
  }

  @Test
  void aSubscriberSeesEveryChange() throws Exception {
    var seen = new Seen();
    consumer.subscribe("watched", GROUP, seen);
    provider.registerInstance("watched", GROUP, instance(1));
    seen.await(1);
    NamingService other = clients.naming();
    other.registerInstance("watched", GROUP, instance(2));
    seen.await(1, 2);
    assertThat(ports(consumer.getAllInstances("watched", GROUP))).containsExactly(1, 2);
    provider.deregisterInstance("watched", GROUP, instance(1));
    seen.await(2);
    other.shutDown();
    seen.await();
    consumer.unsubscribe("watched", GROUP, seen);
  }

  @Test
  void whoUnsubscribesIsToldNothingMore() throws Exception {
    var gone = new Seen();
    var there = new Seen();
    NamingService leaving = clients.naming();
    leaving.subscribe("left", GROUP, gone);
    consumer.subscribe("left", GROUP, there);
    provider.registerInstance("left", GROUP, instance(1));
    gone.await(1);
    leaving.unsubscribe("left", GROUP, gone);
    provider.deregisterInstance("left", GROUP, instance(1));
    there.await();
    gone.await(1); // as it was
  }

  @Test
  void changedMetadataIsSeen() throws Exception {
    provider.registerInstance("changed", GROUP, instance(1));
    consumer.getAllInstances("changed", GROUP);
    Instance newer = instance(1);
    newer.addMetadata("version", "2");
    provider.registerInstance("changed", GROUP, newer);
    Await.until(
        "the new metadata to be pushed",
        Clients.SOON,
        () ->
            consumer.getAllInstances("changed", GROUP).get(0).getMetadata().containsKey("version"));
  }

  @Test
  void groupsAndNamespacesDoNotSeeEachOther() throws Exception {
    NamingService other = clients.naming(Map.of("namespace", "dev"));
    provider.registerInstance("same", GROUP, instance(1));
    provider.registerInstance("same", "H", instance(2));
    other.registerInstance("same", GROUP, instance(3));
    assertThat(now("same")).containsExactly(1);
    assertThat(ports(consumer.getAllInstances("same", "H", false))).containsExactly(2);
    assertThat(ports(other.getAllInstances("same", GROUP, false))).containsExactly(3);
    NamingService named = clients.naming(Map.of("namespace", "public"));
    assertThat(ports(named.getAllInstances("same", GROUP, false))).containsExactly(1);
  }

  @Test
  void clustersAreChosen() throws Exception {
    for (int port : new int[] {1, 2, 3}) {
      Instance instance = instance(port);
      instance.setClusterName("c" + port);
      clients.naming().registerInstance("clustered", GROUP, instance);
    }
    List<Integer> chosen =
        ports(consumer.getAllInstances("clustered", GROUP, List.of("c1", "c3"), false));
    assertThat(chosen).containsExactly(1, 3);
    var seen = new Seen();
    consumer.subscribe("clustered", GROUP, List.of("c2"), seen);
    seen.await(2);
  }

  @Test
  void onlyTheHealthyAndEnabledWithAWeightAreSelected() throws Exception {
    Instance sick = instance(1);
    sick.setHealthy(false);
    Instance off = instance(2);
    off.setEnabled(false);
    Instance light = instance(3);
    light.setWeight(0);
    for (Instance each : List.of(sick, off, light, instance(4))) {
      clients.naming().registerInstance("selected", GROUP, each);
    }
    assertThat(ports(consumer.selectInstances("selected", GROUP, true, false))).containsExactly(4);
    assertThat(ports(consumer.selectInstances("selected", GROUP, false, false))).containsExactly(1);
    assertThat(consumer.selectOneHealthyInstance("selected", GROUP).getPort()).isEqualTo(4);
    assertThat(now("selected")).containsExactly(1, 3, 4);
  }

  @Test
  void servicesAreListedPageByPage() throws Exception {
    for (String name : List.of("l1", "l2", "l3")) {
      provider.registerInstance(name, "listed", instance(1));
    }
    var first = consumer.getServicesOfServer(1, 2, "listed");
    assertThat(first.getCount()).isEqualTo(3);
    assertThat(first.getData()).containsExactly("l1", "l2");
    assertThat(consumer.getServicesOfServer(2, 2, "listed").getData()).containsExactly("l3");
    assertThat(consumer.getServicesOfServer(1, 2, "none").getCount()).isZero();
  }

  @Test
  void persistentInstancesStayWithoutTheirClient() throws Exception {
    NamingService brief = clients.naming();
    brief.registerInstance("lasting", GROUP, persistent(server.nacosPort()));
    assertThat(consumer.getAllInstances("lasting", GROUP, false).get(0).isEphemeral()).isFalse();
    brief.shutDown();
    assertThat(now("lasting")).containsExactly(server.nacosPort());
    provider.deregisterInstance("lasting", GROUP, persistent(server.nacosPort()));
    assertThat(now("lasting")).isEmpty();
  }

  @Test
  void persistentInstancesAreProbed() throws Exception {
    int port;
    try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = listening.getLocalPort();
      provider.registerInstance("probed", GROUP, persistent(port));
      assertThat(consumer.selectInstances("probed", GROUP, true, false)).hasSize(1);
    }
    Await.until(
        "the instance to be found unhealthy",
        Clients.SOON,
        () -> consumer.selectInstances("probed", GROUP, true, false).isEmpty());
    try (var again = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      Await.until(
          "the instance on " + again.getLocalPort() + " to be found healthy",
          Clients.SOON,
          () -> consumer.selectInstances("probed", GROUP, true, false).size() == 1);
    }
  }

  @Test
  void belowTheProtectThresholdAllAreShown() throws Exception {
    var maintain = clients.maintain();
    maintain.createService("protected", GROUP, 0.6f);
    assertThat(maintain.queryService("protected", GROUP).getProtectThreshold()).isEqualTo(0.6f);
    Instance sick = instance(1);
    sick.setHealthy(false);
    clients.naming().registerInstance("protected", GROUP, sick);
    clients.naming().registerInstance("protected", GROUP, instance(2));
    List<Instance> shown = consumer.selectInstances("protected", GROUP, true, false);
    assertThat(ports(shown)).containsExactly(1, 2);

    maintain.updateService("protected", GROUP, 0f);
    assertThat(ports(consumer.selectInstances("protected", GROUP, true, false))).containsExactly(2);
  }

  @Test
  void anOperatorTakesAnInstanceOutAndBack() throws Exception {
    var maintain = clients.maintain();
    var seen = new Seen();
    consumer.subscribe("operated", GROUP, seen);
    provider.registerInstance("operated", GROUP, instance(1));
    seen.await(1);
    Instance off = instance(1);
    off.setEnabled(false);
    maintain.updateInstance("operated", GROUP, off);
    seen.await();
    maintain.updateInstance("operated", GROUP, instance(1));
    seen.await(1);
  }

  @Test
  void whatAClientThatCrashesHadRegisteredGoesAtOnce() throws Exception {
    var seen = new Seen();
    consumer.subscribe("crashed", GROUP, seen);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Duser.home=" + folder, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Registrant.class.getName(), "127.0.0.1:" + server.nacosPort()));
    try (RunningProcess client =
        RunningProcess.start(command, Map.of(), folder, folder.resolve("registrant.log"))) {
      seen.await(1);
      client.kill9();
      long began = System.nanoTime();
      seen.await();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void twoHundredServicesOfOneClientAreAllSeenAndAllGo() throws Exception {
    NamingService busy = clients.naming();
    for (int i = 0; i < 200; i++) {
      busy.registerInstance("s" + i, "busy", instance(1 + i));
    }
    assertThat(consumer.getServicesOfServer(1, 1, "busy").getCount()).isEqualTo(200);
    busy.shutDown();
    Await.until(
        "all of them to be gone",
        Clients.SOON,
        () -> consumer.getServicesOfServer(1, 1, "busy").getCount() == 0);
  }
}
