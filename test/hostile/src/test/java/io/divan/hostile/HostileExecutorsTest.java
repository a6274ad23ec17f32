package io.divan.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors that are silent, that never end their answers and that report what nobody asked for,
 * and people who write jobs that cannot be used: a job that runs every second, of an executor that
 * behaves, goes on through all of it.
 */
@Timeout(240)
class HostileExecutorsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long MOST_MORE = 300L << 20; // bytes

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger runs = new AtomicInteger();
  private ServerProcess server;
  private HttpServer wellBehaved;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = ServerProcess.start(folder, Map.of("xxl-job.answer-timeout", "2s"));
    wellBehaved = HttpServer.create(loopback(), 100);
    wellBehaved.createContext(
        "/run",
        exchange -> {
          runs.incrementAndGet();
          byte[] answer = "{\"code\":200}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    wellBehaved.start();
    register("good", wellBehaved.getAddress().getPort());
    assertThat(addJob("good", "* * * * * ?", "").statusCode()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    wellBehaved.stop(0);
    server.close();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private HttpResponse<String> send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.consolePort() + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " is not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String report(String what, String body) {
    return send("POST", "/xxl-job-admin/api/" + what, body).body();
  }

  private void register(String name, int port) {
    String address = "http://127.0.0.1:" + port + "/";
    String said = "{\"registryKey\":\"" + name + "\",\"registryValue\":\"" + address + "\"}";
    assertThat(report("registry", said)).contains("200");
  }

  private HttpResponse<String> addJob(String executor, String cron, String parameters) {
    return send(
        "PUT",
        "/api/job",
        """
        {"name":"j","executor":"%s","handler":"h","form":"CRON","when":"%s","parameters":"%s"}\
        """
            .formatted(executor, cron, parameters));
  }

  private void assertTheOtherJobGoesOn() {
    int before = runs.get();
    Await.until("three more runs", Duration.ofSeconds(6), () -> runs.get() >= before + 3);
  }

  @Test
  void cronsAndParametersThatCannotBeUsedAreRefusedAtOnce() {
    List<String> crons =
        List.of(
            "",
            "nonsense",
            "* * * * *",
            "0/0 * * * * ?",
            "99 * * * * ?",
            "0 0 0 31 2 ?",
            "0 0 0 ? * 8#9",
            "9999999999999999999 * * * * ?",
            "0 0 0 L-99 * ?",
            "0," + "1,".repeat(50_000) + "2 * * * * ?",
            "0-".repeat(10_000) + " * * * * ?",
            "* * * * * ? " + "2030-".repeat(10_000),
            "\\u0000 * * * * ?");
    for (String cron : crons) {
      HttpResponse<String> answer = addJob("good", cron, "");
      if (!cron.equals("0 0 0 31 2 ?")) { // which only never comes
        assertThat(answer.statusCode()).as(cron).isBetween(400, 499);
        assertThat(answer.body()).as(cron).contains("message");
      }
    }
    assertThat(addJob("good", "* * * * * ?", "x".repeat(10_001)).statusCode()).isEqualTo(400);
    assertThat(addJob("good", "* * * * * ?", "x".repeat(11 << 20)).statusCode())
        .isBetween(400, 499);
    assertTheOtherJobGoesOn();
  }

  @Test
  void aMillionReportsOnWhatIsNotKnownAreCountedAndForgotten() {
    long before = server.process().residentBytes();
    for (long from = 1; from < 1_000_000; from += 10_000) {
      String reports =
          LongStream.range(from, from + 10_000)
              .mapToObj(
                  i -> "{\"logId\":" + (1L << 40 | i) + ",\"handleCode\":200,\"handleMsg\":\"m\"}")
              .collect(Collectors.joining(",", "[", "]"));
      assertThat(report("callback", reports)).contains("200");
    }
    assertThat(metric("divan_job_unknown_callbacks")).isEqualTo(1_000_000);
    long among = server.process().residentBytes();
    System.out.printf("resident before %d MB, then %d MB%n", before >> 20, among >> 20);
    assertThat(among - before).isLessThan(MOST_MORE);
    assertTheOtherJobGoesOn();
  }

  private long metric(String name) {
    Matcher line =
        Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(server.get("/metrics").body());
    return line.find() ? (long) Double.parseDouble(line.group(1)) : -1;
  }

  @Test
  void reportsThatAreNoneAreRefused() {
    for (String body :
        List.of(
            "", "{", "null", "[7]", "{\"logId\":1}", "[".repeat(100_000), "x".repeat(1 << 20))) {
      for (String what : List.of("registry", "registryRemove", "callback", "splitOff", "pull")) {
        String answer = report(what, body);
        assertThat(answer)
            .as(what + " " + body.substring(0, Math.min(9, body.length())))
            .contains("\"code\":");
      }
    }
    String many = "\"c\",".repeat(1_001) + "\"c\"";
    assertThat(report("splitOff", "{\"logId\":1,\"part\":0,\"chunks\":[" + many + "]}"))
        .contains("500");
    assertThat(report("splitOff", "{\"logId\":99,\"part\":0,\"chunks\":[\"c\"]}"))
        .contains("stop working on it");
    assertThat(report("pull", "{\"registryKey\":\"a\",\"registryValue\":\"gopher://x\"}"))
        .contains("500");
    assertTheOtherJobGoesOn();
  }

  @Test
  void executorsThatAreSilentOrNeverEndHoldUpThemselvesAlone() throws IOException {
    try (var silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        var endless = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
      answerWithoutEnd(endless);
      register("silent", silent.getLocalPort());
      register("endless", endless.getLocalPort());
      for (int i = 0; i < 100; i++) {
        addJob("silent", "* * * * * ?", "");
        addJob("endless", "* * * * * ?", "");
      }
      for (int i = 0; i < 3; i++) {
        assertTheOtherJobGoesOn();
      }
      assertThat(metric("divan_job_active")).isGreaterThan(100);
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }
  }

  private static void answerWithoutEnd(ServerSocket listener) {
    Thread.ofVirtual()
        .start(() -> {
          while (!listener.isClosed()) {
            try {
              Socket socket = listener.accept();
              Thread.ofVirtual().start(() -> writeWithoutEnd(socket));
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  private static void writeWithoutEnd(Socket socket) {
    try (socket) {
      var out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n".getBytes(UTF_8));
      byte[] much = new byte[64 << 10];
      while (true) {
        out.write(much);
      }
    } catch (IOException e) {
      return; // it was cut off, as it should be
    }
  }
}
