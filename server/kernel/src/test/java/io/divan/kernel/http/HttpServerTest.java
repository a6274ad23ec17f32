package io.divan.kernel.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.fake.LoggedLines;
import io.divan.kernel.net.Addresses;
import io.divan.kernel.net.NetSettings;
import io.divan.kernel.net.Network;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP on a real socket, well meant and otherwise. */
class HttpServerTest {
  private Network network;
  private HttpServer server;
  private Network.Listener listener;
  private int port;

  @BeforeEach
  void start() {
    NetSettings net =
        read(NetSettings.class, Map.of("max-connections", "50", "max-unfinished", "64KB"));
    network = new Network(net, Addresses.of(net));
    server =
        new HttpServer(
            network, read(HttpSettings.class, Map.of("max-body", "10KB", "idle-timeout", "300ms")));
    Routes routes =
        new Routes()
            .get("/echo/{word}", r -> HttpResponse.text(200, r.required("word") + r.required("q")))
            .post("/form", r -> HttpResponse.text(200, r.required("a") + r.body().length))
            .get("/large", r -> HttpResponse.bytes("image/png", new byte[32 << 20]))
            .get("/conflict", r -> refuse())
            .get("/broken", r -> HttpResponse.text(200, String.valueOf(1 / zero())));
    listener = server.listen("test", 0, routes);
    port = listener.port();
  }

  private static HttpResponse refuse() {
    throw Failure.of(Failure.Kind.CONFLICT, "test.conflict", "Somebody was faster.");
  }

  private static int zero() {
    return 0;
  }

  @AfterEach
  void stop() {
    server.close();
    network.close();
  }

  @Test
  void parametersComeFromPathQueryAndForm() throws IOException {
    assertThat(exchange("GET /echo/w%C3%B6rt?q=%2B1 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .endsWith("wört+1");
    assertThat(
            exchange(
                "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=b+c"))
        .endsWith("b c5");
  }

  @Test
  void failuresBecomeTheirStatusAndDefectsSayNothing() throws IOException {
    assertThat(exchange("GET /conflict HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 409")
        .contains("Somebody was faster.");
    assertThat(exchange("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 500")
        .doesNotContain("zero");
    assertThat(exchange("GET /echo/a HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(exchange("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404");
    assertThat(exchange("PUT /form HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 405");
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
    var requests = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      requests.append("GET /echo/n?q=").append(i).append(". HTTP/1.1\r\nHost: x\r\n");
      requests.append(i == 19 ? "Connection: close\r\n\r\n" : "\r\n");
    }
    String answers = exchange(requests.toString());
    int at = -1;
    for (int i = 0; i < 20; i++) {
      int next = answers.indexOf("n" + i + ".");
      assertThat(next).isGreaterThan(at);
      at = next;
    }
  }

  @Test
  void aBodyBeyondTheBoundIsRefusedBeforeItIsRead() throws IOException {
    assertThat(exchange("POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000000\r\n\r\nx"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void noiseDoesNotDisturbOthers() throws IOException {
    var random = new Random(42);
    for (int i = 0; i < 30; i++) {
      byte[] noise = new byte[random.nextInt(4_000)];
      random.nextBytes(noise);
      try (Socket socket = connect()) {
        socket.getOutputStream().write(noise);
        socket.shutdownOutput();
        drain(socket);
      }
    }
    assertThat(exchange("GET /echo/a?q=b HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("ab");
  }

  @Test
  void whoeverSaysNothingIsClosed() throws IOException {
    try (Socket silent = connect()) {
      silent.setSoTimeout(5_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aRequestThatComesByteByByteIsClosedAndLogged() throws IOException {
    try (var log = new LoggedLines();
        Socket slow = connect()) {
      slow.setSoTimeout(30); // the pause between two bytes
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!isClosedAfter(slow, 'x')) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(log.with("not become whole")).hasSize(1).first().asString().contains("door=test");
    }
  }

  private static boolean isClosedAfter(Socket socket, int next) {
    try {
      socket.getOutputStream().write(next);
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void unfinishedRequestsTogetherHaveABound() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try (var log = new LoggedLines()) {
      for (int i = 0; i < 40; i++) {
        Socket socket = connect();
        slow.add(socket);
        String begun = "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n";
        socket.getOutputStream().write((begun + "x".repeat(8_000)).getBytes(UTF_8));
        // the budget, and the little that each may hold beyond it
        assertThat(network.unfinished().held()).isLessThanOrEqualTo(64 * 1024 + 40 * 4 * 1024);
      }
      assertThat(exchange("GET /echo/a?q=b HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("ab");
      assertThat(log.with("max-unfinished")).hasSizeBetween(1, 2);
      await(() -> network.unfinished().held() == 0);
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  @Test
  void whoDoesNotTakeAnAnswerIsClosed() throws IOException {
    try (var log = new LoggedLines();
        Socket deaf = connect()) {
      deaf.getOutputStream().write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      await(() -> listener.connections() == 1);
      await(() -> listener.connections() == 0);
      assertThat(log.with("does not take its answer")).hasSize(1);
    }
  }

  @Test
  void noiseIsLoggedOnceASecondAtMost() throws IOException {
    try (var log = new LoggedLines()) {
      for (int i = 0; i < 40; i++) {
        assertThat(exchange("\u0001\u0002 / \r\nx\r\n\r\n")).startsWith("HTTP/1.1 400");
      }
      assertThat(log.with("is no request")).hasSizeBetween(1, 3);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return drain(socket);
    }
  }

  private static String drain(Socket socket) throws IOException {
    socket.setSoTimeout(5_000);
    InputStream in = socket.getInputStream();
    try {
      return new String(in.readAllBytes(), UTF_8); // the idle time-out ends a kept connection
    } catch (IOException reset) {
      return "";
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static <R extends Record> R read(Class<R> type, Map<String, String> given) {
    return Settings.read(type, List.of(new Source.Given("test", given))).values();
  }
}
