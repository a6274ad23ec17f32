package io.divan.conformance.seata;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.divan.conformance.Peer;
import io.divan.process.DatabaseProcess;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXANative;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.xa.PGXADataSource;

/** Branches prepared by the XA protocol, one on MariaDB and one on PostgreSQL. */
@Peer(peer = "seata", client = "seata-all", version = "2.6.0")
class XaConformance {
  @TempDir static Path folder;
  static ServerProcess server;
  static DatabaseProcess maria;
  static DatabaseProcess postgres;
  static Accounts mariaAccounts;
  static Accounts postgresAccounts;
  static DataSource mariaSource;
  static DataSource postgresSource;

  @BeforeAll
  static void start() throws SQLException {
    server = ServerProcess.start(folder.resolve("server"), Map.of());
    maria = DatabaseProcess.start(DatabaseProcess.Kind.MARIADB, folder.resolve("maria"));
    postgres = DatabaseProcess.start(DatabaseProcess.Kind.POSTGRES, folder.resolve("postgres"));
    String noUndoLog = "SELECT 1";
    mariaAccounts = Accounts.create(maria, "bank", noUndoLog);
    postgresAccounts = Accounts.create(postgres, "postgres", noUndoLog);
    Client.start(server, "xa-app");
    var mysql = new MysqlDataSource();
    mysql.setUrl(maria.url("bank"));
    mysql.setUser(maria.user());
    mysql.setPassword("");
    // Unlike the native one, this proxy keeps the connection that prepared, which MariaDB insists
    // on.
    mariaSource = new DataSourceProxyXA(mysql);
    var pg = new PGXADataSource();
    pg.setUrl(postgres.url("postgres"));
    pg.setUser(postgres.user());
    postgresSource = new DataSourceProxyXANative(pg);
  }

  @AfterAll
  static void stop() {
    server.close();
    maria.close();
    postgres.close();
  }

  @BeforeEach
  void bindBranchType() {
    RootContext.bindBranchType(BranchType.XA);
  }

  @AfterEach
  void unbind() {
    RootContext.unbind();
    RootContext.unbindBranchType();
  }

  @Test
  void aCommitCommitsBothDatabases() throws Exception {
    int before = mariaAccounts.amount(1) + postgresAccounts.amount(1);
    GlobalTransaction transaction = Client.begin();
    Accounts.add(mariaSource, 1, -10);
    Accounts.add(postgresSource, 1, 10);
    assertThat(mariaAccounts.amount(1)).isEqualTo(100); // prepared, and seen by nobody else
    transaction.commit();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Committed);
    assertThat(mariaAccounts.amount(1)).isEqualTo(90);
    assertThat(mariaAccounts.amount(1) + postgresAccounts.amount(1)).isEqualTo(before);
  }

  @Test
  void aRollbackRollsBothBack() throws Exception {
    int maria = mariaAccounts.amount(2);
    int pg = postgresAccounts.amount(2);
    GlobalTransaction transaction = Client.begin();
    Accounts.add(mariaSource, 2, -10);
    Accounts.add(postgresSource, 2, 10);
    transaction.rollback();
    assertThat(transaction.getLocalStatus()).isEqualTo(GlobalStatus.Rollbacked);
    assertThat(mariaAccounts.amount(2)).isEqualTo(maria);
    assertThat(postgresAccounts.amount(2)).isEqualTo(pg);
  }
}
