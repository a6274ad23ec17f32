package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.conformance.Peer;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.util.Map;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.apache.seata.tm.api.GlobalTransaction;
import org.apache.seata.tm.api.GlobalTransactionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transaction manager's side alone. */
@Peer(peer = "seata", client = "seata-all", version = "2.6.0")
class GlobalTransactionConformance {
  @TempDir static Path folder;
  static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(folder, Map.of());
    Client.start(server, "tm-app");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void unbind() {
    RootContext.unbind();
  }

  @Test
  void aCommitIsAnsweredCommittedAndStaysSo() throws TransactionException {
    GlobalTransaction transaction = Client.begin();
    String xid = transaction.getXid();
    assertThat(transaction.getStatus()).isEqualTo(GlobalStatus.Begin);
    transaction.commit();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
    assertThat(GlobalTransactionContext.reload(xid).getStatus()).isEqualTo(GlobalStatus.Committed);
  }

  @Test
  void aRollbackIsAnsweredRolledBackAndStaysSo() throws TransactionException {
    GlobalTransaction transaction = Client.begin();
    String xid = transaction.getXid();
    transaction.rollback();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Rollbacked);
    assertThat(GlobalTransactionContext.reload(xid).getStatus()).isEqualTo(GlobalStatus.Rollbacked);
  }

  @Test
  void theXidNamesTheCoordinatorsAddress() throws TransactionException {
    GlobalTransaction transaction = Client.begin();
    assertThat(transaction.getXid()).startsWith("127.0.0.1:" + server.seataPort() + ":");
    transaction.rollback();
  }

  @Test
  void committingTwiceIsCommittingOnce() throws TransactionException {
    GlobalTransaction transaction = Client.begin();
    String xid = transaction.getXid();
    transaction.commit();
    assertThat(TransactionManagerHolder.get().commit(xid)).isEqualTo(GlobalStatus.Committed);
    assertThat(TransactionManagerHolder.get().rollback(xid)).isEqualTo(GlobalStatus.Committed);
  }

  @Test
  void anUnknownTransactionIsNeverReportedCommitted() throws TransactionException {
    String foreign = "127.0.0.1:" + server.seataPort() + ":77";
    assertThat(TransactionManagerHolder.get().commit(foreign)).isEqualTo(GlobalStatus.Finished);
    assertThat(TransactionManagerHolder.get().getStatus(foreign)).isEqualTo(GlobalStatus.Finished);
  }

  @Test
  void aTransactionWithoutBranchesTimesOut() throws TransactionException {
    GlobalTransaction transaction = Client.begin(500);
    Client.awaitStatus(transaction.getXid(), GlobalStatus.Rollbacked);
    assertThat(TransactionManagerHolder.get().commit(transaction.getXid()))
        .isEqualTo(GlobalStatus.TimeoutRollbacked);
  }

  @Test
  void aRowIsLockedForOthersUntilTheCommit() throws TransactionException {
    GlobalTransaction holder = Client.begin();
    RootContext.unbind();
    GlobalTransaction other = Client.begin();
    var resources = DefaultResourceManager.get();
    resources.branchRegister(BranchType.AT, "jdbc:x", null, holder.getXid(), null, "t:1,2;u:7");
    assertThat(resources.lockQuery(BranchType.AT, "jdbc:x", other.getXid(), "t:2")).isFalse();
    assertThat(resources.lockQuery(BranchType.AT, "jdbc:x", holder.getXid(), "t:2")).isTrue();
    assertThat(resources.lockQuery(BranchType.AT, "jdbc:x", other.getXid(), "t:3;u:8")).isTrue();
    assertThat(resources.lockQuery(BranchType.AT, "jdbc:y", other.getXid(), "t:2")).isTrue();
    assertThatThrownBy(() ->
            resources.branchRegister(BranchType.AT, "jdbc:x", null, other.getXid(), null, "u:7"))
        .hasMessageContaining("locked");
    // The same transaction may lock a row again.
    resources.branchRegister(BranchType.AT, "jdbc:x", null, holder.getXid(), null, "u:7");
    holder.commit();
    resources.branchRegister(BranchType.AT, "jdbc:x", null, other.getXid(), null, "u:7");
    other.commit();
  }

  @Test
  void aDecidedTransactionTakesNoMoreBranches() throws TransactionException {
    GlobalTransaction transaction = Client.begin();
    String xid = transaction.getXid();
    transaction.commit();
    assertThatThrownBy(() ->
            DefaultResourceManager.get()
                .branchRegister(BranchType.TCC, "late", null, xid, null, null))
        .isInstanceOf(TransactionException.class);
  }
}
