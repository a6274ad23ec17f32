package io.divan.boot.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What executors ask of the server: XXL-JOB's callback, and what its messages cannot say. */
final class SchedulerApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int SUCCESS = 200;
  private static final int FAILURE = 500;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(30); // a pull waits for 10 s

  private final List<String> admins;
  private final String token;
  private final String name;
  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

  /**
   * @param admins tried in this order, each time anew
   * @param name by which the executor registers
   * @param address that it registers
   */
  SchedulerApi(List<String> admins, String token, String name, String address) {
    this.admins = List.copyOf(admins);
    this.token = token;
    this.name = name;
    this.address = address;
  }

  /** A chunk that was given to this process. */
  record Chunk(long logId, String handler, String data, int level, int attempt) {}

  /** How a chunk ended. */
  record Report(long logId, boolean success, String message) {}

  /**
   * @throws IllegalStateException if the server does not take it
   */
  void splitOff(long holder, int part, List<String> chunks) {
    ObjectNode said = MAPPER.createObjectNode().put("logId", holder).put("part", part);
    ArrayNode list = said.putArray("chunks");
    chunks.forEach(list::add);
    try {
      send("splitOff", said.toString());
    } catch (IOException e) {
      throw new IllegalStateException("The work could not be split: " + e.getMessage(), e);
    }
  }

  /** Waits a while for chunks; none is no failure. */
  List<Chunk> pull(Collection<Long> holding, int most) throws IOException {
    ObjectNode said =
        MAPPER
            .createObjectNode()
            .put("registryGroup", "EXECUTOR")
            .put("registryKey", name)
            .put("registryValue", address)
            .put("most", most);
    ArrayNode list = said.putArray("holding");
    holding.forEach(list::add);
    List<Chunk> chunks = new ArrayList<>();
    for (JsonNode each : send("pull", said.toString()).path("data")) {
      chunks.add(
          new Chunk(
              each.path("logId").asLong(),
              each.path("executorHandler").asText(),
              each.path("executorParams").asText(),
              each.path("level").asInt(),
              each.path("attempt").asInt()));
    }
    return chunks;
  }

  void report(List<Report> reports) throws IOException {
    ArrayNode list = MAPPER.createArrayNode();
    for (Report each : reports) {
      String message = each.message();
      list.addObject()
          .put("logId", each.logId())
          .put("handleCode", each.success() ? SUCCESS : FAILURE)
          .put("handleMsg", message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    }
    send("callback", list.toString());
  }

  private JsonNode send(String what, String body) throws IOException {
    IOException last = new IOException("no server is configured");
    for (String admin : admins) {
      try {
        return send(admin, what, body);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private JsonNode send(String admin, String what, String body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(admin + "/api/" + what))
            .timeout(LIMIT)
            .header("Content-Type", "application/json;charset=UTF-8")
            .header("XXL-JOB-ACCESS-TOKEN", token)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      JsonNode answer = MAPPER.readTree(http.send(request, BodyHandlers.ofString()).body());
      if (answer == null || answer.path("code").asInt() != SUCCESS) {
        String why = answer == null ? "an empty answer" : answer.path("msg").asText();
        throw new IOException(admin + " refuses: " + why);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
