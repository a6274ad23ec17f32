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
import io.divan.process.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the server is killed with {@code kill -9} and started again. */
@Peer(peer = "nacos", client = "nacos-client", version = "${divan.nacos.client}")
class RestartConformance {
  @TempDir static Path folder;
  static ServerProcess server;
  static Clients clients;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(folder, Map.of());
    clients = new Clients(server);
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  private static void crash() {
    server.kill9();
    server.startAgain();
  }

  private static String get(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.nacosPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void configurationsAndTheirPastAreStillThere() throws Exception {
    ConfigService config = clients.config();
    for (int i = 1; i <= 5; i++) {
      config.publishConfig("kept", GROUP, "content " + i);
    }
    config.publishConfig("gone", GROUP, "1");
    config.removeConfig("gone", GROUP);
    crash();

    ConfigService fresh = clients.config();
    assertThat(fresh.getConfig("kept", GROUP, TIMEOUT)).isEqualTo("content 5");
    assertThat(fresh.getConfig("gone", GROUP, TIMEOUT)).isNull();
    assertThat(get("/nacos/v1/cs/history?dataId=kept&group=G")).contains("\"totalCount\":5");
  }

  @Test
  void nothingThatWasAnsweredIsLostHoweverTheServerEnds() throws Exception {
    ConfigService config = clients.config();
    Map<String, String> answered = new LinkedHashMap<>();
    var stop = new AtomicBoolean();
    var publisher =
        new Thread(() -> {
          for (int i = 0; !stop.get(); i++) {
            String id = "load" + i % 50;
            try {
              if (config.publishConfig(id, GROUP, "content " + i)) {
                answered.put(id, "content " + i);
              } else {
                answered.remove(id); // it may or may not have happened
              }
            } catch (Exception e) {
              answered.remove(id);
            }
          }
        });
    publisher.start();
    Await.until("some to be answered", Clients.SOON, () -> answered.size() >= 40);
    crash();
    stop.set(true);
    publisher.join();

    ConfigService fresh = clients.config();
    for (var each : answered.entrySet()) {
      assertThat(fresh.getConfig(each.getKey(), GROUP, TIMEOUT)).isEqualTo(each.getValue());
    }
  }

  @Test
  void listenersGoOnListening() throws Exception {
    ConfigService config = clients.config();
    var heard = new Heard();
    config.publishConfig("listened", GROUP, "1");
    config.getConfigAndSignListener("listened", GROUP, TIMEOUT, heard);
    crash();
    ConfigService other = clients.config();
    other.publishConfig("listened", GROUP, "2");
    assertThat(heard.next()).isEqualTo("2");
  }

  @Test
  void ephemeralInstancesAreRegisteredAgainAndPersistentOnesAreStillThere() throws Exception {
    NamingService provider = clients.naming();
    NamingService consumer = clients.naming();
    provider.registerInstance("ephemeral", GROUP, instance(1));
    provider.registerInstance("persistent", GROUP, persistent(server.nacosPort()));
    var seen = new Seen();
    consumer.subscribe("ephemeral", GROUP, seen);
    seen.await(1);
    crash();

    NamingService fresh = clients.naming();
    assertThat(ports(fresh.getAllInstances("persistent", GROUP, false)))
        .containsExactly(server.nacosPort());
    Await.until(
        "the client to register again",
        Clients.SOON,
        () -> ports(fresh.getAllInstances("ephemeral", GROUP, false)).contains(1));
    fresh.registerInstance("ephemeral", GROUP, instance(2));
    seen.await(1, 2); // the subscription is back as well
  }
}
