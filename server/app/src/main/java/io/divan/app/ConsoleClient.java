package io.divan.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks a running server what its console can be asked. */
final class ConsoleClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The console of any member; ${DEFAULT-VALUE} if not given.",
      defaultValue = "http://127.0.0.1:8080")
  private String server = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who asks, where logging in is asked for.")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Asked for if not given.",
      interactive = true,
      arity = "0..1")
  private @Nullable String password;

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode put(String path, Map<String, ?> said) {
    return send(request(path).PUT(BodyPublishers.ofString(write(said))));
  }

  JsonNode delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(server + path))
              .timeout(LIMIT)
              .header("Content-Type", "application/json");
      login().ifPresent(cookie -> request.header("Cookie", cookie));
      return request;
    } catch (IllegalArgumentException e) {
      throw Failure.of(Kind.USER, "console.url", "--server " + server + ": " + e.getMessage());
    }
  }

  /** The cookie of a login, where a user is named. */
  private Optional<String> login() {
    if (user == null) {
      return Optional.empty();
    }
    HttpResponse<String> answer =
        exchange(
            HttpRequest.newBuilder(URI.create(server + "/api/login"))
                .timeout(LIMIT)
                .POST(
                    BodyPublishers.ofString(
                        write(Map.of("user", user, "password", password == null ? "" : password))))
                .build());
    read(answer);
    return answer.headers().firstValue("set-cookie").map(cookie -> cookie.split(";", 2)[0]);
  }

  private JsonNode send(HttpRequest.Builder request) {
    return read(exchange(request.build()));
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try (var http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build()) {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw Failure.of(
          Kind.UNAVAILABLE,
          "console.unreachable",
          "No server answers at " + server + ". Start one, or name it with --server.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(Kind.UNAVAILABLE, "console.interrupted", "Interrupted.");
    }
  }

  private static JsonNode read(HttpResponse<String> answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() >= 300) {
        throw Failure.of(
            answer.statusCode() == 400 ? Kind.USER : Kind.EXTERNAL,
            body.path("code").asText("console.http-" + answer.statusCode()),
            body.path("message").asText("The server answered " + answer.statusCode() + "."));
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Failure.of(
          Kind.EXTERNAL,
          "console.unreadable",
          "What answered with " + answer.statusCode() + " is no console of Divan.");
    }
  }

  private static String write(Map<String, ?> said) {
    try {
      return JSON.writeValueAsString(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
