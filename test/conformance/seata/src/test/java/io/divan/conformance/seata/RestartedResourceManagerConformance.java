package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.Await;
import io.divan.process.RunningProcess;
import io.divan.process.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resource manager in a process of its own, which dies between the phases. */
class RestartedResourceManagerConformance {
  @TempDir static Path folder;
  static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(folder.resolve("server"), Map.of());
    Client.start(server, "tm-app");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatItHadTriedIsConfirmedOnceItIsBack() throws Exception {
    Path asked = folder.resolve("commit-asks");
    Path called = folder.resolve("commit-calls");
    GlobalTransaction transaction = Client.begin();
    RunningProcess participant = participant(asked, called);
    Files.writeString(asked, transaction.getXid());
    awaitLine(called, "tried");
    participant.kill9();
    transaction.commit();
    assertThat(transaction.getLocalStatus())
        .isIn(GlobalStatus.CommitRetrying, GlobalStatus.Committing);
    try (RunningProcess again = participant(folder.resolve("nothing-asked"), called)) {
      assertThat(again.isAlive()).isTrue();
      Client.awaitStatus(transaction.getXid(), GlobalStatus.Committed);
      awaitLine(called, "commit");
    }
  }

  @Test
  void serverAndResourceManagerMayBothDie() throws Exception {
    Path asked = folder.resolve("rollback-asks");
    Path called = folder.resolve("rollback-calls");
    GlobalTransaction transaction = Client.begin();
    RunningProcess participant = participant(asked, called);
    Files.writeString(asked, transaction.getXid());
    awaitLine(called, "tried");
    participant.kill9();
    transaction.rollback();
    assertThat(transaction.getLocalStatus())
        .isIn(GlobalStatus.RollbackRetrying, GlobalStatus.Rollbacking);
    server.kill9();
    server.startAgain();
    try (RunningProcess again = participant(folder.resolve("nothing-asked"), called)) {
      assertThat(again.isAlive()).isTrue();
      awaitLine(called, "rollback");
      Client.awaitStatus(transaction.getXid(), GlobalStatus.Rollbacked);
    }
  }

  private static RunningProcess participant(Path asks, Path calls) {
    return RunningProcess.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Participant.class.getName(),
            "127.0.0.1:" + server.seataPort(),
            asks.toString(),
            calls.toString()),
        Map.of(),
        folder,
        folder.resolve("participant.log"));
  }

  private static void awaitLine(Path file, String line) {
    Await.until(
        "\"" + line + "\" in " + file,
        Duration.ofSeconds(40),
        () -> Files.exists(file) && Files.readAllLines(file).contains(line));
  }
}
