package io.divan.conformance.xxljob;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.conformance.Peer;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies while applications run its jobs. */
@Peer(peer = "xxl-job", client = "xxl-job-core", version = "${divan.xxljob}")
class RestartConformance {
  private static final String APP = "reports";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;

  @Test
  void whatEndedWhileTheServerWasAwayIsReportedLater() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        var executor = new Executor(server, "", APP, folder.resolve("executor"))) {
      var scheduler = new Scheduler(server);
      scheduler.awaitExecutors(APP, 1);
      long job = scheduler.add(APP, "sleep", Map.of());
      scheduler.run(job, "1500");
      scheduler.awaitStates(job, "RUNNING");
      server.kill9();
      Await.until("it to end", LIMIT, () -> executor.runs().contains("slept 1500 0/1"));
      Await.until("its report to be put aside", LIMIT, executor::hasReportsPutAside);
      server.startAgain();
      assertThat(scheduler.executors(APP)).as("known at once").containsExactly(executor.address());
      scheduler.awaitStates(job, "SUCCEEDED");
      assertThat(executor.runs()).as("run once").hasSize(2);
    }
  }
}
