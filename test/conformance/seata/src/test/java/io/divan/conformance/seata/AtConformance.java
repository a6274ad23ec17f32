package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.process.Await;
import io.divan.process.DatabaseProcess;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Branches of row images, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AtConformance {
  /** An idle resource manager looks after its connection from a minute after its start on. */
  private static final Duration RECONNECT = Duration.ofSeconds(90);

  private ServerProcess server;
  private DatabaseProcess database;
  private Accounts accounts;
  private DataSource source;

  abstract DatabaseProcess.Kind kind();

  abstract String schema();

  abstract String undoLog();

  abstract DataSource plainSource(DatabaseProcess database, String schema);

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    server = ServerProcess.start(folder.resolve("server"), Map.of());
    database = DatabaseProcess.start(kind(), folder.resolve("database"));
    accounts = Accounts.create(database, schema(), undoLog());
    Client.start(server, "at-app");
    source = new DataSourceProxy(plainSource(database, schema()));
  }

  @AfterAll
  void stop() {
    server.close();
    database.close();
  }

  @AfterEach
  void unbind() {
    RootContext.unbind();
  }

  @Test
  void aCommitKeepsTheChangeAndDropsTheUndoLog() throws Exception {
    int before = accounts.amount(1);
    GlobalTransaction transaction = Client.begin();
    Accounts.add(source, 1, 5);
    assertThat(accounts.undoLogs()).isPositive();
    transaction.commit();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
    assertThat(accounts.amount(1)).isEqualTo(before + 5);
    awaitNoUndoLogs();
  }

  @Test
  void aRollbackPutsTheRowsBack() throws Exception {
    int before = accounts.amount(1);
    int other = accounts.amount(2);
    GlobalTransaction transaction = Client.begin();
    Accounts.add(source, 1, -30);
    Accounts.add(source, 2, 30);
    Accounts.add(source, 1, -1); // the same row twice: undone newest first
    transaction.rollback();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Rollbacked);
    assertThat(accounts.amount(1)).isEqualTo(before);
    assertThat(accounts.amount(2)).isEqualTo(other);
    awaitNoUndoLogs();
  }

  @Test
  void aRowOfAnotherTransactionCannotBeChanged() throws Exception {
    GlobalTransaction holder = Client.begin();
    Accounts.add(source, 1, 5);
    String held = RootContext.unbind();
    GlobalTransaction other = Client.begin();
    assertThatThrownBy(() -> Accounts.add(source, 1, 1)).isInstanceOf(SQLException.class);
    other.rollback();
    RootContext.bind(held);
    holder.commit();
    RootContext.unbind();
    GlobalTransaction later = Client.begin();
    Accounts.add(source, 1, -5);
    later.commit();
    assertThat(later.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
  }

  @Test
  void aWriteUnderAGlobalLockAloneRespectsTransactions() throws Exception {
    int before = accounts.amount(1);
    GlobalTransaction holder = Client.begin();
    Accounts.add(source, 1, 5);
    String held = RootContext.unbind();
    RootContext.bindGlobalLockFlag();
    try {
      assertThatThrownBy(() -> Accounts.add(source, 1, 1)).isInstanceOf(SQLException.class);
      RootContext.bind(held);
      holder.commit();
      RootContext.unbind();
      Accounts.add(source, 1, -5);
    } finally {
      RootContext.unbindGlobalLockFlag();
    }
    assertThat(accounts.amount(1)).isEqualTo(before);
  }

  @Test
  void anOverdueTransactionIsUndone() throws Exception {
    int before = accounts.amount(2);
    GlobalTransaction transaction = Client.begin(1_000);
    Accounts.add(source, 2, 7);
    RootContext.unbind();
    Client.awaitStatus(transaction.getXid(), GlobalStatus.TimeoutRollbacked);
    assertThat(accounts.amount(2)).isEqualTo(before);
  }

  @Test
  void theServerMayDieBetweenThePhases() throws Exception {
    int before = accounts.amount(1);
    GlobalTransaction transaction = Client.begin();
    Accounts.add(source, 1, 9);
    server.kill9();
    server.startAgain();
    Await.until(
        "the rollback to be answered",
        Duration.ofSeconds(40),
        () -> {
          transaction.rollback();
          return true;
        });
    Client.awaitStatus(transaction.getXid(), GlobalStatus.Rollbacked, RECONNECT);
    assertThat(accounts.amount(1)).isEqualTo(before);
  }

  @Test
  void aRowThatWasChangedBehindItIsHeldUntilAPersonDecides() throws Exception {
    String xid = heldByADirtyRow();
    assertThat(server.divan("tx", "list", "--held"))
        .contains(xid)
        .contains("ROLLBACK_FAILED")
        .containsIgnoringCase("rows account:2");
    String said =
        server.divan(
            "tx", "commit", xid, "--author", "ann", "--reason", "the branch office corrected it");
    assertThat(said).contains(xid + " is now");
    Client.awaitStatus(xid, GlobalStatus.Committed);
    assertThat(accounts.amount(2)).as("nobody has touched it").isEqualTo(1_000);
    awaitNoUndoLogs();
    assertThat(server.divan("tx", "list")).contains("No transaction is under way.");
    assertThat(server.divan("tx", "audit"))
        .contains(xid + "  COMMIT by ann (not logged in): the branch office corrected it")
        .containsIgnoringCase("rows account:2");
    GlobalTransaction later = Client.begin();
    Accounts.add(source, 2, -900); // its lock is gone
    later.commit();
  }

  @Test
  void whatIsHeldIsRolledBackOnceTheRowIsAsItWas() throws Exception {
    int before = accounts.amount(2);
    String xid = heldByADirtyRow();
    accounts.set(2, before + 7);
    server.divan("tx", "retry", xid, "--reason", "put right by hand");
    Await.until(
        "the row to be put back", Duration.ofSeconds(20), () -> accounts.amount(2) == before);
    awaitNoUndoLogs();
  }

  /** A transaction that had added 7 to an account which then was changed by somebody else. */
  private String heldByADirtyRow() throws Exception {
    GlobalTransaction transaction = Client.begin();
    Accounts.add(source, 2, 7);
    accounts.set(2, 1_000);
    transaction.rollback();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.RollbackFailed);
    return transaction.getXid();
  }

  private void awaitNoUndoLogs() {
    Await.until("undo logs to be dropped", Duration.ofSeconds(20), () -> accounts.undoLogs() == 0);
  }
}
