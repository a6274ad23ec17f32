package io.divan.conformance.xxljob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server's jobs, as its console works with them. */
final class Scheduler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ServerProcess server;
  private final HttpClient http = HttpClient.newHttpClient();

  Scheduler(ServerProcess server) {
    this.server = server;
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  private JsonNode put(String path, Map<String, ?> said) {
    try {
      return send(request(path).PUT(BodyPublishers.ofString(JSON.writeValueAsString(said))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.consolePort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Adds a job that only somebody fires. */
  long add(String executor, String handler, Map<String, ?> more) {
    Map<String, Object> said = new HashMap<>();
    said.put("name", handler);
    said.put("executor", executor);
    said.put("handler", handler);
    said.put("form", "NEVER");
    said.put("route", "FIRST");
    said.putAll(more);
    return put("/api/job", said).path("id").asLong();
  }

  void run(long job, String parameters) {
    put("/api/job/trigger", Map.of("id", job, "parameters", parameters));
  }

  void pause(long job) {
    put("/api/job/switch", Map.of("id", job, "on", false));
  }

  void kill(long firing) {
    put("/api/firing/kill", Map.of("id", firing));
  }

  /** What is under way, then the latest. */
  List<JsonNode> firings(long job) {
    List<JsonNode> firings = new ArrayList<>();
    get("/api/firings?job=" + job).forEach(firings::add);
    return firings;
  }

  /** What is under way, or else the latest. */
  JsonNode latest(long job) {
    return firings(job).get(0);
  }

  /** The states of a job's firings in the order in which they were logged. */
  List<String> states(long job) {
    return firings(job).stream()
        .sorted((a, b) -> Long.compare(a.path("id").asLong(), b.path("id").asLong()))
        .map(each -> each.path("state").asText())
        .toList();
  }

  void awaitStates(long job, String... states) {
    Await.until(
        "firings of " + job + " to be " + List.of(states),
        LIMIT,
        () -> states(job).equals(List.of(states)));
  }

  List<String> executors(String name) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode each : get("/api/jobs").path("executors")) {
      if (each.path("name").asText().equals(name)) {
        addresses.add(each.path("address").asText());
      }
    }
    return addresses;
  }

  void awaitExecutors(String name, int number) {
    Await.until(number + " executors of " + name, LIMIT, () -> executors(name).size() == number);
  }
}
