package io.divan.conformance.xxljob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.conformance.Peer;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as applications with xxl-job-core run them. */
@Peer(peer = "xxl-job", client = "xxl-job-core", version = "${divan.xxljob}")
class JobsConformance {
  private static final String TOKEN = "a token of the test";
  private static final String APP = "reports";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  static ServerProcess server;
  static Scheduler scheduler;
  static Executor executor;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.start(folder, Map.of("xxl-job.access-token", TOKEN, "job.scripts", "true"));
    scheduler = new Scheduler(server);
    executor = new Executor(server, TOKEN, APP, folder.resolve("executor"));
    scheduler.awaitExecutors(APP, 1);
  }

  @AfterAll
  static void stop() {
    executor.close();
    server.close();
  }

  @Test
  void anExecutorRegistersItsAddress() {
    assertThat(scheduler.executors(APP)).containsExactly(executor.address());
  }

  @Test
  void aHandlerGetsItsParametersAndSaysHowItEnded() {
    long job = scheduler.add(APP, "echo", Map.of());
    scheduler.run(job, "a=1&b=ü");
    scheduler.awaitStates(job, "SUCCEEDED");
    assertThat(executor.runs()).contains("echo a=1&b=ü 0/1");
    assertThat(scheduler.latest(job).path("message").asText()).isEqualTo("done with a=1&b=ü");
  }

  @Test
  void aFailureIsRepeatedAsOftenAsItMayBe() {
    long job = scheduler.add(APP, "fail", Map.of("retries", 2, "retryDelaySeconds", 0));
    scheduler.run(job, "do it");
    scheduler.awaitStates(job, "FAILED", "FAILED", "FAILED");
    assertThat(scheduler.latest(job).path("message").asText()).isEqualTo("cannot do it");
  }

  @Test
  void aScriptIsRunWhereScriptsAreOn() {
    Map<String, Object> script =
        Map.of("language", "GLUE_SHELL", "source", "echo \"ran with $1\"\nexit 0\n");
    long job = scheduler.add(APP, "", Map.of("name", "script", "script", script));
    scheduler.run(job, "a=1");
    scheduler.awaitStates(job, "SUCCEEDED");
    assertThat(
            scheduler
                .get("/api/firing/log?id=" + scheduler.latest(job).path("id").asLong())
                .path("text")
                .asText())
        .contains("ran with a=1");
  }

  @Test
  void aHandlerThatNobodyHasIsAFailure() {
    long job = scheduler.add(APP, "unknown", Map.of());
    scheduler.run(job, "");
    scheduler.awaitStates(job, "FAILED");
    assertThat(scheduler.latest(job).path("message").asText()).contains("not found");
  }

  @Test
  void aCronFiresEachSecond() {
    long job = scheduler.add(APP, "echo", Map.of("form", "CRON", "when", "* * * * * ?"));
    Await.until("five runs", LIMIT, () -> scheduler.firings(job).size() >= 6);
    List<JsonNode> done =
        scheduler.firings(job).stream()
            .filter(each -> each.path("state").asText().equals("SUCCEEDED"))
            .toList();
    assertThat(done).extracting(each -> each.path("due").asText()).doesNotHaveDuplicates();
    scheduler.pause(job);
  }

  @Test
  void aBroadcastRunsOnEachWithItsNumber() throws Exception {
    String name = "shards";
    try (var one = new Executor(server, TOKEN, name, folder.resolve("one"));
        var two = new Executor(server, TOKEN, name, folder.resolve("two"));
        var three = new Executor(server, TOKEN, name, folder.resolve("three"))) {
      scheduler.awaitExecutors(name, 3);
      long job = scheduler.add(name, "echo", Map.of("route", "SHARDING_BROADCAST"));
      scheduler.run(job, "all");
      scheduler.awaitStates(job, "SUCCEEDED", "SUCCEEDED", "SUCCEEDED");
      assertThat(List.of(one.runs(), two.runs(), three.runs()))
          .containsExactlyInAnyOrder(
              List.of("echo all 0/3"), List.of("echo all 1/3"), List.of("echo all 2/3"));
    }
  }

  @Test
  void oneAfterTheOther() {
    long job = scheduler.add(APP, "sleep", Map.of("block", "SERIAL_EXECUTION"));
    scheduler.run(job, "701");
    scheduler.run(job, "702");
    scheduler.awaitStates(job, "SUCCEEDED", "SUCCEEDED");
    List<String> slept = executor.runs().stream().filter(run -> run.contains(" 70")).toList();
    assertThat(slept)
        .as("in either order, and not at the same time")
        .isIn(
            List.of("sleep 701 0/1", "slept 701 0/1", "sleep 702 0/1", "slept 702 0/1"),
            List.of("sleep 702 0/1", "slept 702 0/1", "sleep 701 0/1", "slept 701 0/1"));
  }

  @Test
  void theLaterOneIsDiscarded() {
    long job = scheduler.add(APP, "sleep", Map.of("block", "DISCARD_LATER"));
    scheduler.run(job, "3001");
    scheduler.awaitStates(job, "RUNNING");
    Await.until("it to run", LIMIT, () -> executor.runs().contains("sleep 3001 0/1"));
    scheduler.run(job, "3002");
    scheduler.awaitStates(job, "SUCCEEDED", "FAILED");
    assertThat(executor.runs()).doesNotContain("sleep 3002 0/1");
  }

  @Test
  void theEarlierOneIsCovered() {
    long job = scheduler.add(APP, "sleep", Map.of("block", "COVER_EARLY"));
    scheduler.run(job, "30001");
    Await.until("it to run", LIMIT, () -> executor.runs().contains("sleep 30001 0/1"));
    scheduler.run(job, "101");
    scheduler.awaitStates(job, "FAILED", "SUCCEEDED");
    assertThat(executor.runs()).doesNotContain("slept 30001 0/1");
  }

  @Test
  void whatTakesTooLongIsEnded() {
    long job = scheduler.add(APP, "sleep", Map.of("timeoutSeconds", 1));
    scheduler.run(job, "30002");
    scheduler.awaitStates(job, "TIMED_OUT");
    assertThat(executor.runs()).doesNotContain("slept 30002 0/1");
  }

  @Test
  void whatRunsCanBeKilled() {
    long job = scheduler.add(APP, "sleep", Map.of());
    scheduler.run(job, "30003");
    Await.until("it to run", LIMIT, () -> executor.runs().contains("sleep 30003 0/1"));
    scheduler.awaitStates(job, "RUNNING");
    scheduler.kill(scheduler.latest(job).path("id").asLong());
    scheduler.awaitStates(job, "FAILED");
    assertThat(executor.runs()).doesNotContain("slept 30003 0/1");
  }

  @Test
  void aLongLogIsReadPageByPage() {
    int lines = 100_000;
    long job = scheduler.add(APP, "lines", Map.of());
    scheduler.run(job, Integer.toString(lines));
    scheduler.awaitStates(job, "SUCCEEDED");
    long firing = scheduler.latest(job).path("id").asLong();
    int seen = 0;
    int from = 1;
    while (true) {
      JsonNode page = scheduler.get("/api/firing/log?id=" + firing + "&from=" + from);
      if (page.path("toLine").asInt() < from) {
        break;
      }
      seen += (int) page.path("text").asText().lines().filter(l -> l.contains(" line ")).count();
      from = page.path("toLine").asInt() + 1;
    }
    assertThat(seen).isEqualTo(lines);
  }

  @Test
  void aWrongTokenIsRefused() throws Exception {
    try (var stranger = new Executor(server, "wrong", "strange", folder.resolve("stranger"))) {
      Await.until("it to be told", LIMIT, () -> stranger.output().contains("token is wrong"));
      assertThat(scheduler.executors("strange")).isEmpty();
    }
  }

  @Test
  void aPageInABrowserIsRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + server.consolePort() + "/xxl-job-admin/api/registry"))
            .header("XXL-JOB-ACCESS-TOKEN", TOKEN)
            .header("Origin", "http://elsewhere")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"registryKey\":\"page\",\"registryValue\":\"http://127.0.0.1:1/\"}"));
    var answer =
        HttpClient.newHttpClient()
            .send(request.build(), HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(answer).contains("500").contains("browsers");
    assertThat(scheduler.executors("page")).isEmpty();
  }

  @Test
  void theCommandLineShowsWhatThereIs() {
    long job = scheduler.add(APP, "echo", Map.of());
    assertThat(server.divan("job", "run", Long.toString(job), "--parameters", "typed"))
        .contains("is fired");
    scheduler.awaitStates(job, "SUCCEEDED");
    assertThat(server.divan("job", "firings", Long.toString(job))).contains("done with typed");
    long firing = scheduler.latest(job).path("id").asLong();
    assertThat(server.divan("job", "log", Long.toString(firing))).contains("was given typed");
    assertThat(server.divan("job", "list")).contains("echo on " + APP).contains(executor.address());
  }
}
