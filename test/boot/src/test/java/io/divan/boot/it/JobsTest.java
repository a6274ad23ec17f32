package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.boot.it.SplitApplication.Handlers;
import io.divan.boot.it.SplitApplication.Jobs;
import io.divan.process.Await;
import io.divan.process.RunningProcess;
import io.divan.testkit.EmbeddedDivan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs of applications with the starter. More chunks than usual: {@code -Dtest.width=10
 * -Dtest.levels=5} makes 111,110.
 */
class JobsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "TIMED_OUT");
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int width = Integer.getInteger("test.width", 10);
  private final int levels = Integer.getInteger("test.levels", 4);

  private EmbeddedDivan server() {
    return EmbeddedDivan.start(folder.resolve("server"), Map.of("job.executor-lease", "3s"));
  }

  private String[] settings(EmbeddedDivan divan, String name) {
    return new String[] {
      "--divan.job.port=0",
      "--divan.job.server-port=" + divan.port("console"),
      "--divan.job.logs=" + folder.resolve("logs-" + name),
      "--divan.tx.enabled=false",
      "--test.width=" + width,
      "--test.levels=" + levels,
      "--test.record=" + folder.resolve("record-" + name)
    };
  }

  private JsonNode send(EmbeddedDivan divan, String method, String path, Object body) {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + divan.port("console") + "/api/" + path))
              .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
      return JSON.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(EmbeddedDivan divan, String path) {
    return send(divan, "GET", path, Map.of());
  }

  private long add(EmbeddedDivan divan, String handler) {
    Map<String, Object> job =
        Map.of("name", handler, "executor", "jobs", "handler", handler, "form", "NEVER");
    return send(divan, "PUT", "job", job).path("id").asLong();
  }

  private long fire(EmbeddedDivan divan, long job, String parameters) {
    send(divan, "PUT", "job/trigger", Map.of("id", job, "parameters", parameters));
    return get(divan, "firings?job=" + job).get(0).path("id").asLong();
  }

  private JsonNode run(EmbeddedDivan divan, long firing) {
    return get(divan, "firing/run?id=" + firing);
  }

  private void awaitExecutors(EmbeddedDivan divan, int number) {
    Await.until(
        number + " executors", LIMIT, () -> get(divan, "jobs").path("executors").size() == number);
  }

  private JsonNode awaitEnd(EmbeddedDivan divan, long firing) {
    Await.until(
        "firing " + firing + " to end",
        LIMIT,
        () -> ENDS.contains(run(divan, firing).path("firing").path("state").asText()));
    return run(divan, firing).path("firing");
  }

  /** One test, as xxl-job-core can be started once in a JVM. */
  @Test
  void methodsOfBeansAreJobsAloneAndInGraphs() {
    try (var divan = server();
        var application = Applications.run(Jobs.class, divan, settings(divan, "one"))) {
      awaitExecutors(divan, 1);
      long greet = add(divan, "greet");
      long fail = add(divan, "fail");
      JsonNode greeted = awaitEnd(divan, fire(divan, greet, "Ann"));
      assertThat(greeted.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(greeted.path("message").asText()).isEqualTo("greeted Ann");
      assertThat(log(divan, greeted)).contains("Good day, Ann");
      JsonNode failed = awaitEnd(divan, fire(divan, fail, ""));
      assertThat(failed.path("message").asText()).contains("as told");

      deliverAgain(greeted);
      Await.until(
          "the second delivery to be answered",
          LIMIT,
          () -> log(divan, greeted).contains("not run again"));
      AtomicInteger times = application.getBean(Handlers.class).greeted;
      assertThat(times).hasValue(1);

      JsonNode graph = awaitEnd(divan, fire(divan, addGraph(divan, greet, fail), ""));
      assertThat(graph.path("state").asText()).isEqualTo("FAILED");
      assertThat(graph.path("message").asText()).contains("second").contains("as told");
      assertThat(times).hasValue(2);
    }
  }

  private String log(EmbeddedDivan divan, JsonNode firing) {
    return get(divan, "firing/log?id=" + firing.path("id")).path("text").asText();
  }

  /** The second node comes if the first has said what it should. */
  private long addGraph(EmbeddedDivan divan, long first, long second) {
    Map<String, Object> edge =
        Map.of("from", "first", "to", "second", "when", "RESULT", "result", "greeted Ann");
    Map<String, Object> graph =
        Map.of(
            "nodes",
            List.of(
                Map.of("name", "first", "job", first, "parameters", "Ann"),
                Map.of("name", "second", "job", second)),
            "edges",
            List.of(edge));
    Map<String, Object> spec = Map.of("name", "graph", "form", "NEVER", "graph", graph);
    return send(divan, "PUT", "job", spec).path("id").asLong();
  }

  /** As a scheduler does that cannot know whether the first has arrived. */
  private void deliverAgain(JsonNode firing) {
    String order =
        """
        {"jobId":%d,"executorHandler":"greet","executorParams":"Ann","logId":%d,
         "executorBlockStrategy":"SERIAL_EXECUTION","glueType":"BEAN","logDateTime":%d,
         "broadcastTotal":1}\
        """
            .formatted(
                firing.path("job").asLong(),
                firing.path("id").asLong(),
                System.currentTimeMillis());
    var request =
        HttpRequest.newBuilder(URI.create(firing.path("address").asText() + "run"))
            .POST(BodyPublishers.ofString(order))
            .build();
    assertThat(http.sendAsync(request, BodyHandlers.ofString()).join().body()).contains("200");
  }

  @Test
  void everyChunkIsDoneOnceThoughTwoOfFourExecutorsAreKilled() throws IOException {
    List<RunningProcess> applications = new ArrayList<>();
    try (var divan = server()) {
      IntStream.range(0, 4).forEach(i -> applications.add(start(divan, "app" + i)));
      awaitExecutors(divan, 4);
      long firing = fire(divan, add(divan, "tree"), "");
      long all = chunks();
      for (int kill = 0; kill < 2; kill++) {
        long some = all * (kill + 1) / 4;
        Await.until("some chunks to be done", LIMIT, () -> done(divan, firing) > some);
        applications.get(kill).kill9();
      }
      JsonNode ended = awaitEnd(divan, firing);
      System.out.println(ended.path("message").asText());
      assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(done(divan, firing)).isEqualTo(all);
      Set<String> worked = new TreeSet<>();
      for (int i = 0; i < 4; i++) {
        worked.addAll(Files.readAllLines(folder.resolve("record-app" + i)));
      }
      assertThat(worked.size()).as("paths, and the root").isEqualTo((int) all + 1);
    } finally {
      applications.forEach(RunningProcess::kill9);
    }
  }

  private long chunks() {
    return IntStream.rangeClosed(1, levels).mapToLong(level -> (long) Math.pow(width, level)).sum();
  }

  private long done(EmbeddedDivan divan, long firing) {
    long done = 0;
    for (JsonNode level : run(divan, firing).path("levels")) {
      done += level.path("done").asLong();
    }
    return done;
  }

  private RunningProcess start(EmbeddedDivan divan, String name) {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx192m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        SplitApplication.class.getName(),
        Integer.toString(divan.port("nacos")),
        Integer.toString(divan.port("seata")));
    Stream.of(settings(divan, name)).forEach(command::add);
    return RunningProcess.start(command, Map.of(), folder, folder.resolve(name + ".log"));
  }
}
