package io.divan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.process.Await;
import io.divan.process.ClusterProcesses;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server, or the leader of three, with {@code kill -9} while it fires jobs, each of them
 * every second. More: {@code -Dcrash.scheduler-kills=50 -Dcrash.jobs=500}, and {@code
 * -Dcrash.scheduler-leader-kills=50}.
 */
class KilledSchedulerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> HISTORY = Map.of("job.history", "1000000");
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final int kills = Integer.getInteger("crash.scheduler-kills", 5);
  private final int leaderKills = Integer.getInteger("crash.scheduler-leader-kills", 3);
  private final int jobs = Integer.getInteger("crash.jobs", 100);
  private final long seed = Long.getLong("crash.seed", 1);
  private final Random random = new Random(seed);
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyDueFiringRunsAndNoneTwice(@TempDir Path folder) throws Exception {
    System.out.println("scheduler kills=" + kills + " jobs=" + jobs + " seed=" + seed);
    try (ServerProcess server = ServerProcess.start(folder, HISTORY);
        var executor = new StubExecutor(List.of(server.consolePort()), "stub")) {
      Map<Long, Instant> firstDue = addJobs(server, jobs);
      for (int kill = 0; kill < kills; kill++) {
        pause();
        server.kill9();
        server.startAgain();
      }
      TimeUnit.SECONDS.sleep(2); // what was late is caught up
      assertEachRanOnce(server, executor, firstDue);
    }
  }

  @Test
  void soItIsWhenLeadersDie(@TempDir Path folder) throws Exception {
    System.out.println("leader kills=" + leaderKills + " jobs=" + jobs / 4 + " seed=" + seed);
    try (ClusterProcesses cluster = ClusterProcesses.start(folder, 3, HISTORY);
        var executor =
            new StubExecutor(
                cluster.members().stream().map(ServerProcess::consolePort).toList(), "stub")) {
      Map<Long, Instant> firstDue = addJobs(cluster.members().getFirst(), jobs / 4);
      for (int kill = 0; kill < leaderKills; kill++) {
        pause();
        ServerProcess leader = cluster.leader();
        leader.kill9();
        leader.startAgain();
      }
      TimeUnit.SECONDS.sleep(2); // what was late is caught up
      assertEachRanOnce(cluster.members().getFirst(), executor, firstDue);
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1_500 + random.nextInt(1_500)); // the moment is the test's input
  }

  /** Returns when each comes first, by its id. */
  private Map<Long, Instant> addJobs(ServerProcess server, int number) {
    Await.until(
        "the executor to be known",
        LIMIT,
        () -> get(server, "/api/jobs").path("executors").size() == 1);
    Map<Long, Instant> firstDue = new HashMap<>();
    for (int i = 0; i < number; i++) {
      long job = add(server, i);
      Instant changed = Instant.parse(get(server, "/api/job?id=" + job).path("changed").asText());
      firstDue.put(job, changed.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    }
    return firstDue;
  }

  private void assertEachRanOnce(
      ServerProcess server, StubExecutor executor, Map<Long, Instant> firstDue) {
    for (Long job : firstDue.keySet()) {
      put(server, "/api/job/switch", Map.of("id", job, "on", false));
    }
    awaitNothingUnderWay(server);
    long planned = 0;
    for (Map.Entry<Long, Instant> each : firstDue.entrySet()) {
      planned += assertNoneIsMissing(server, each.getKey(), each.getValue());
    }
    Map<Long, Integer> runs = executor.runs();
    long again = runs.values().stream().filter(times -> times > 1).count();
    System.out.printf("firings=%d run=%d run again=%d%n", planned, runs.size(), again);
    assertThat(runs.size()).as("each planned firing ran").isEqualTo((int) planned);
    assertThat(again).as("firings that ran twice").isZero();
  }

  private void awaitNothingUnderWay(ServerProcess server) {
    Await.until(
        "every firing to be reported",
        LIMIT,
        () -> get(server, "/api/jobs").path("figures").path("active").asInt() == 0);
  }

  /** Every second since the first one is there once; returns how many that are. */
  private long assertNoneIsMissing(ServerProcess server, long job, Instant firstDue) {
    List<Instant> dues = new ArrayList<>();
    for (JsonNode each : get(server, "/api/firings?size=500&job=" + job)) {
      assertThat(each.path("state").asText()).isEqualTo("SUCCEEDED");
      dues.add(Instant.parse(each.path("due").asText()));
    }
    dues.sort(Comparator.naturalOrder());
    List<Instant> expected =
        Stream.iterate(firstDue, due -> !due.isAfter(dues.getLast()), due -> due.plusSeconds(1))
            .toList();
    assertThat(dues).as("firings of job " + job).isEqualTo(expected);
    return dues.size();
  }

  private long add(ServerProcess server, int number) {
    return put(
            server,
            "/api/job",
            Map.of(
                "name", "job " + number,
                "executor", "stub",
                "handler", "nothing",
                "form", "CRON",
                "when", "* * * * * ?",
                "route", "FIRST"))
        .path("id")
        .asLong();
  }

  private JsonNode get(ServerProcess server, String path) {
    return send(request(server, path).GET());
  }

  private JsonNode put(ServerProcess server, String path, Map<String, ?> said) {
    try {
      return send(
          request(server, path).PUT(BodyPublishers.ofString(JSON.writeValueAsString(said))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpRequest.Builder request(ServerProcess server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.consolePort() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
