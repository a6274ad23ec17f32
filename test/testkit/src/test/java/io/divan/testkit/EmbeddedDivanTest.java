package io.divan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server within a test, seen over HTTP. */
class EmbeddedDivanTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void severalServersCanBeStartedInOneProcess() throws Exception {
    try (var first = EmbeddedDivan.start(folder.resolve("a"));
        var second = EmbeddedDivan.start(folder.resolve("b"))) {
      assertThat(get(first, "/health").statusCode()).isEqualTo(200);
      assertThat(get(second, "/health").statusCode()).isEqualTo(200);
      assertThat(first.port("seata")).isNotEqualTo(second.port("seata"));
    }
  }

  @Test
  void theSameDataCannotBeServedTwice() throws Exception {
    try (var first = EmbeddedDivan.start(folder)) {
      assertThat(first.port("console")).isPositive();
      assertThatThrownBy(() -> EmbeddedDivan.start(folder))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void whatWasPublishedIsThereAfterARestart() throws Exception {
    try (var divan = EmbeddedDivan.start(folder)) {
      put(divan, "/api/configuration?group=g&dataId=d", "{\"content\":\"x: 1\",\"type\":\"yaml\"}");
    }
    try (var divan = EmbeddedDivan.start(folder)) {
      assertThat(get(divan, "/api/configuration?group=g&dataId=d").body()).contains("x: 1");
    }
  }

  @Test
  void theTestOwnsTheTime() throws Exception {
    var noon = Instant.parse("2030-01-01T12:00:00Z");
    try (var divan = EmbeddedDivan.start(folder, Map.of(), EmbeddedDivan.clockAt(noon))) {
      assertThat(get(divan, "/api/overview").body()).contains("2030-01-01T12:00:00");
    }
  }

  @Test
  void metricsArePrometheusText() throws Exception {
    try (var divan = EmbeddedDivan.start(folder)) {
      assertThat(get(divan, "/metrics").body())
          .contains("# TYPE divan_log_entries_total counter")
          .contains("divan_tx_active 0.0");
    }
  }

  @Test
  void thePagesComeWithTheirPolicyAndNothingElseIsServed() throws Exception {
    try (var divan = EmbeddedDivan.start(folder)) {
      HttpResponse<String> page = get(divan, "/");
      assertThat(page.body()).contains("<title>Divan</title>");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'");
      assertThat(get(divan, "/console/lib/preact.js").statusCode()).isEqualTo(200);
      assertThat(get(divan, "/console/app.js").statusCode()).isEqualTo(200);
      for (String foreign :
          new String[] {
            "/console/../io/divan/app/Main.class",
            "/console/%2e%2e/%2e%2e/etc/passwd",
            "/console/lib/../../x.js",
            "/console/nothing.js"
          }) {
        assertThat(get(divan, foreign).statusCode()).as(foreign).isEqualTo(404);
      }
    }
  }

  @Test
  void aServerThatAsksWhoYouAreShowsNothingToStrangers() throws Exception {
    Map<String, String> identity =
        Map.of("identity.enabled", "true", "identity.admin-password", "correct horse battery");
    try (var divan = EmbeddedDivan.start(folder, identity)) {
      assertThat(get(divan, "/api/overview").statusCode()).isEqualTo(401);
      assertThat(get(divan, "/").statusCode()).isEqualTo(200);
      assertThat(login(divan, "wrong").statusCode()).isEqualTo(403);
      HttpResponse<String> login = login(divan, "correct horse battery");
      assertThat(login.statusCode()).isEqualTo(200);
      String cookie = login.headers().firstValue("Set-Cookie").orElse("");
      assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
      var request =
          HttpRequest.newBuilder(uri(divan, "/api/overview"))
              .header("Cookie", cookie.substring(0, cookie.indexOf(';')));
      assertThat(send(request).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void beyondLoopbackTheServerRefusesToStartWithoutIdentity() {
    assertThatThrownBy(() -> EmbeddedDivan.start(folder, Map.of("net.host", "0.0.0.0")))
        .isInstanceOf(Failure.class);
  }

  private static HttpResponse<String> login(EmbeddedDivan divan, String password)
      throws IOException, InterruptedException {
    String body = "{\"user\":\"admin\",\"password\":\"" + password + "\"}";
    return send(
        HttpRequest.newBuilder(uri(divan, "/api/login"))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> get(EmbeddedDivan divan, String path)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(divan, path)));
  }

  private static void put(EmbeddedDivan divan, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(divan, path))
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(EmbeddedDivan divan, String path) {
    return URI.create("http://127.0.0.1:" + divan.port("console") + path);
  }
}
