package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.conformance.Peer;
import io.divan.process.RunningProcess;
import io.divan.process.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resource manager in a process of its own, which dies between the phases. */
@Peer(peer = "seata", client = "seata-all", version = "2.6.0")
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
    RunningProcess participant = Participant.start(server, folder, asked, called);
    Files.writeString(asked, transaction.getXid());
    Participant.awaitLine(called, "tried");
    participant.kill9();
    transaction.commit();
    assertThat(transaction.getLocalStatus())
        .isIn(GlobalStatus.CommitRetrying, GlobalStatus.Committing);
    try (RunningProcess again =
        Participant.start(server, folder, folder.resolve("nothing-asked"), called)) {
      assertThat(again.isAlive()).isTrue();
      Client.awaitStatus(transaction.getXid(), GlobalStatus.Committed);
      Participant.awaitLine(called, "commit");
    }
  }

  @Test
  void serverAndResourceManagerMayBothDie() throws Exception {
    Path asked = folder.resolve("rollback-asks");
    Path called = folder.resolve("rollback-calls");
    GlobalTransaction transaction = Client.begin();
    RunningProcess participant = Participant.start(server, folder, asked, called);
    Files.writeString(asked, transaction.getXid());
    Participant.awaitLine(called, "tried");
    participant.kill9();
    transaction.rollback();
    assertThat(transaction.getLocalStatus())
        .isIn(GlobalStatus.RollbackRetrying, GlobalStatus.Rollbacking);
    server.kill9();
    server.startAgain();
    try (RunningProcess again =
        Participant.start(server, folder, folder.resolve("nothing-asked"), called)) {
      assertThat(again.isAlive()).isTrue();
      Participant.awaitLine(called, "rollback");
      Client.awaitStatus(transaction.getXid(), GlobalStatus.Rollbacked);
    }
  }
}
