package io.divan.doors.xxljob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.divan.domain.job.ExecutorCalls.Answer;
import io.divan.domain.job.ExecutorCalls.Target;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What executors are asked; whoever answers is the test. */
class HttpExecutorsTest {
  private final List<String> asked = new CopyOnWriteArrayList<>(); // path, name, token
  private final HttpExecutors executors =
      new HttpExecutors(
          Settings.read(
                  XxlJobSettings.class,
                  List.of(new Source.Given("test", Map.of("access-token", "secret"))))
              .values(),
          Runnable::run);
  private HttpServer server;
  private Target target;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
    target = new Target("reports", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    executors.close();
    server.stop(0);
  }

  /** As 3.5 does, which has no {@code run}. */
  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    var headers = exchange.getRequestHeaders();
    asked.add(
        path
            + " "
            + headers.getFirst("XXL-JOB-APPNAME")
            + " "
            + headers.getFirst("XXL-JOB-ACCESS-TOKEN"));
    String said =
        switch (path) {
          case "/run" -> "{\"code\":500,\"msg\":\"invalid request, uri-mapping(/run) not found.\"}";
          case "/log" ->
              "{\"code\":200,\"data\":{\"fromLineNum\":2147483647,\"toLineNum\":3,\"logContent\":\"\"}}";
          default -> "{\"code\":200}";
        };
    byte[] bytes = said.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void whoeverAsksNamesTheExecutorAndShowsTheToken() {
    assertThat(executors.isAlive(target).join().answer()).isEqualTo(Answer.YES);
    assertThat(executors.kill(target, 7).join().answer()).isEqualTo(Answer.YES);
    assertThat(asked).containsExactly("/beat reports secret", "/kill reports secret");
  }

  @Test
  void whoHasNoRunIsAskedToTrigger() {
    assertThat(executors.run(target, "{}").join().answer()).isEqualTo(Answer.YES);
    assertThat(asked).containsExactly("/run reports secret", "/trigger reports secret");
  }

  @Test
  void whetherAFiringHasBegunIsAskedWithoutItsLog() {
    assertThat(executors.hasBegun(target, Instant.EPOCH, 7).join()).isTrue();
  }
}
