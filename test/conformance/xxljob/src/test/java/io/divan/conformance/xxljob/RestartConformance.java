package io.divan.conformance.xxljob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.divan.conformance.Peer;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.nio.file.Files;
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

  /** Version 3.3.2 puts reports aside below this folder whatever it was told of folders. */
  private static boolean canPutReportsAside() {
    boolean asTold = System.getProperty("divan.xxljob", "").startsWith("2.");
    Path fixed = Path.of("/data");
    return asTold || Files.isWritable(Files.exists(fixed) ? fixed : Path.of("/"));
  }

  @Test
  void whatEndedWhileTheServerWasAwayIsReportedLater() throws Exception {
    assumeTrue(canPutReportsAside(), "this client writes to a folder that is not writable here");
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        var executor = new Executor(server, "", APP, folder.resolve("executor"))) {
      var scheduler = new Scheduler(server);
      scheduler.awaitExecutors(APP, 1);
      long job = scheduler.add(APP, "sleep", Map.of());
      scheduler.run(job, "1500");
      scheduler.awaitStates(job, "RUNNING");
      server.kill9();
      Await.until("it to end", LIMIT, () -> executor.runs().contains("slept 1500 0/1"));
      Await.until("its report to fail", LIMIT, executor::couldNotReport);
      server.startAgain();
      assertThat(scheduler.executors(APP)).as("known at once").containsExactly(executor.address());
      scheduler.awaitStates(job, "SUCCEEDED");
      assertThat(executor.runs()).as("run once").hasSize(2);
    }
  }
}
