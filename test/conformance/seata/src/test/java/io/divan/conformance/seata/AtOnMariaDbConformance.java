package io.divan.conformance.seata;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.divan.process.DatabaseProcess;
import javax.sql.DataSource;

class AtOnMariaDbConformance extends AtConformance {
  @Override
  DatabaseProcess.Kind kind() {
    return DatabaseProcess.Kind.MARIADB;
  }

  @Override
  String schema() {
    return "bank";
  }

  @Override
  String undoLog() {
    return "CREATE TABLE undo_log (branch_id BIGINT NOT NULL, xid VARCHAR(128) NOT NULL,"
        + " context VARCHAR(128) NOT NULL, rollback_info LONGBLOB NOT NULL,"
        + " log_status INT NOT NULL, log_created DATETIME(6) NOT NULL,"
        + " log_modified DATETIME(6) NOT NULL, UNIQUE KEY ux_undo_log (xid, branch_id))";
  }

  @Override
  DataSource plainSource(DatabaseProcess database, String schema) {
    var source = new MysqlDataSource();
    source.setUrl(database.url(schema));
    source.setUser(database.user());
    source.setPassword("");
    return source;
  }
}
