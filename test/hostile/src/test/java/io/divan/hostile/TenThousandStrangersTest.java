package io.divan.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand connections at each port, one port after another as descriptors are few, each with a
 * request that never becomes whole.
 */
@Timeout(300)
class TenThousandStrangersTest {
  private static final int AT_EACH_PORT = 10_000;
  private static final long MOST_MORE = 300L << 20; // bytes, by all of them together
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Socket> strangers = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void leave() throws IOException {
    for (Socket each : strangers) {
      each.close();
    }
    strangers.clear();
  }

  /** A door, and what the beginning of a request looks like there. */
  private record Door(String name, int port, String beginning) {}

  private static List<Door> doors(ServerProcess server) {
    String post =
        "POST /nacos/v1/cs/configs HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx=";
    String seata = "\u00da\u00da\u0001\0\0\0\u00ff\0\u0010\0\u0001\0\0\0\0\u0001";
    return List.of(
        new Door("nacos-http", server.nacosPort(), post),
        new Door("console", server.consolePort(), post),
        new Door("nacos-grpc", server.nacosPort() + 1_000, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0"),
        new Door("seata", server.seataPort(), seata));
  }

  private void come(Door door) throws IOException {
    byte[] bytes = door.beginning().getBytes(ISO_8859_1);
    for (int i = 0; i < AT_EACH_PORT; i++) {
      Socket stranger = new Socket(InetAddress.getLoopbackAddress(), door.port());
      strangers.add(stranger);
      stranger.getOutputStream().write(bytes);
    }
  }

  private String ask(ServerProcess server, String method, String query)
      throws IOException, InterruptedException {
    URI configs =
        URI.create("http://127.0.0.1:" + server.nacosPort() + "/nacos/v1/cs/configs?" + query);
    HttpRequest request =
        HttpRequest.newBuilder(configs)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void assertServed(ServerProcess server, String content) throws Exception {
    String key = "dataId=d&group=g";
    long began = System.nanoTime();
    assertThat(ask(server, "POST", key + "&content=" + content)).isEqualTo("true");
    assertThat(ask(server, "GET", key)).isEqualTo(content);
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
  }

  @Test
  void takeLittleMemoryAndNobodysService(@TempDir Path folder) throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, Map.of())) {
      assertServed(server, "before");
      long before = server.process().residentBytes();
      for (Door door : doors(server)) {
        come(door);
        assertServed(server, "among-" + door.name());
        long among = server.process().residentBytes();
        System.out.printf(
            "%d strangers at %s: resident %d MB, %d MB before the first of all%n",
            strangers.size(), door.name(), among >> 20, before >> 20);
        assertThat(descriptors(server)).isGreaterThan(AT_EACH_PORT);
        assertThat(among - before).isLessThan(MOST_MORE);
        leave();
        Await.until("descriptors to be free", PATIENCE, () -> descriptors(server) < 500);
      }
      assertServed(server, "after");
      assertThat(server.process().outputText().lines().count()).isLessThan(100);
    }
  }

  private static long descriptors(ServerProcess server) throws IOException {
    try (var files = Files.list(Path.of("/proc/" + server.process().pid() + "/fd"))) {
      return files.count();
    }
  }
}
