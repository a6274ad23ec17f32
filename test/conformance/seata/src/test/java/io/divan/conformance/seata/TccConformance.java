package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.util.Map;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches with try, confirm and cancel, in this process. */
class TccConformance {
  @TempDir static Path folder;
  static ServerProcess server;
  static TccAction first;
  static TccAction second;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.start(folder, Map.of());
    Client.start(server, "tcc-app");
    first = TccAction.registered("first");
    second = TccAction.registered("second");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void clear() {
    TccAction.CALLS.clear();
    first.succeeds(true);
    second.succeeds(true);
  }

  @Test
  void aCommitConfirmsEveryBranchBeforeItIsAnswered() throws Exception {
    GlobalTransaction transaction = Client.begin();
    first.tryIt(transaction.getXid());
    second.tryIt(transaction.getXid());
    transaction.commit();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
    assertThat(TccAction.CALLS).containsExactly("commit first", "commit second");
  }

  @Test
  void aRollbackCancelsInReverseOrder() throws Exception {
    GlobalTransaction transaction = Client.begin();
    first.tryIt(transaction.getXid());
    second.tryIt(transaction.getXid());
    transaction.rollback();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Rollbacked);
    assertThat(TccAction.CALLS).containsExactly("rollback second", "rollback first");
  }

  @Test
  void aBranchThatCannotConfirmYetIsAskedAgain() throws Exception {
    GlobalTransaction transaction = Client.begin();
    first.tryIt(transaction.getXid());
    first.succeeds(false);
    transaction.commit();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.CommitRetrying);
    first.succeeds(true);
    Client.awaitStatus(transaction.getXid(), GlobalStatus.Committed);
  }

  @Test
  void anOverdueTransactionIsRolledBackByItself() throws Exception {
    GlobalTransaction transaction = Client.begin(1_000);
    first.tryIt(transaction.getXid());
    Client.awaitStatus(transaction.getXid(), GlobalStatus.TimeoutRollbacked);
    assertThat(TccAction.CALLS).containsExactly("rollback first");
  }
}
