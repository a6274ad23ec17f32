package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.conformance.Peer;
import io.divan.process.Await;
import io.divan.process.ClusterProcesses;
import io.divan.process.RunningProcess;
import io.divan.process.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.TransactionManagerHolder;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes as one coordinator: clients name them all, and any may die. */
@Peer(peer = "seata", client = "seata-all", version = "2.6.0")
class ClusterConformance {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;
  static ClusterProcesses cluster;
  static TccAction first;
  static TccAction second;

  @BeforeAll
  static void start() throws Exception {
    cluster = ClusterProcesses.start(folder, 3, Map.of());
    String all =
        cluster.members().stream()
            .map(each -> "127.0.0.1:" + each.seataPort())
            .collect(Collectors.joining(";"));
    Client.start(all, "tcc-app");
    first = TccAction.registered("first");
    second = TccAction.registered("second");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void clear() {
    TccAction.CALLS.clear();
  }

  @Test
  void everyNodeConfirmsEveryBranchBeforeItAnswers() throws Exception {
    for (int i = 0; i < 12; i++) { // the library takes another node each time
      TccAction.CALLS.clear();
      GlobalTransaction transaction = Client.begin();
      first.tryIt(transaction.getXid());
      second.tryIt(transaction.getXid());
      if (i % 2 == 0) {
        transaction.commit();
        assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
        assertThat(TccAction.CALLS).containsExactly("commit first", "commit second");
      } else {
        transaction.rollback();
        assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Rollbacked);
        assertThat(TccAction.CALLS).containsExactly("rollback second", "rollback first");
      }
    }
  }

  @Test
  void aResourceManagerIsReachedWhicheverNodeItIsConnectedTo() throws Exception {
    for (ServerProcess node : cluster.members()) {
      Path asked = folder.resolve("asks-" + node.seataPort());
      Path called = folder.resolve("calls-" + node.seataPort());
      GlobalTransaction transaction = Client.begin();
      try (RunningProcess participant = Participant.start(node, folder, asked, called)) {
        assertThat(participant.isAlive()).isTrue();
        Files.writeString(asked, transaction.getXid());
        Participant.awaitLine(called, "tried");
        transaction.commit();
        assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
        Participant.awaitLine(called, "commit");
      }
    }
  }

  @Test
  void whatWasTriedIsConfirmedAlthoughTheLeaderDies() throws Exception {
    for (int i = 0; i < 2; i++) {
      GlobalTransaction transaction = Client.begin();
      String xid = transaction.getXid();
      RootContext.unbind();
      first.tryIt(xid);
      ServerProcess leader = cluster.leader();
      leader.kill9();
      Await.until("the commit to be taken", SOON, () -> isCommitted(xid));
      assertThat(TccAction.CALLS).contains("commit first");
      leader.startAgain();
    }
  }

  private static boolean isCommitted(String xid) {
    try {
      return TransactionManagerHolder.get().commit(xid) == GlobalStatus.Committed;
    } catch (TransactionException e) {
      return false; // the node that the library had chosen is gone; it chooses another
    }
  }
}
