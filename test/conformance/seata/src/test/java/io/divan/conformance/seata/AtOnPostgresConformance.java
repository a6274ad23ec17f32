package io.divan.conformance.seata;

import io.divan.process.DatabaseProcess;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

class AtOnPostgresConformance extends AtConformance {
  @Override
  DatabaseProcess.Kind kind() {
    return DatabaseProcess.Kind.POSTGRES;
  }

  @Override
  String schema() {
    return "postgres";
  }

  @Override
  String undoLog() {
    return "CREATE SEQUENCE undo_log_id_seq;"
        + "CREATE TABLE undo_log (id BIGINT NOT NULL DEFAULT nextval('undo_log_id_seq'),"
        + " branch_id BIGINT NOT NULL, xid VARCHAR(128) NOT NULL, context VARCHAR(128) NOT NULL,"
        + " rollback_info BYTEA NOT NULL, log_status INT NOT NULL, log_created TIMESTAMP(0),"
        + " log_modified TIMESTAMP(0), PRIMARY KEY (id), UNIQUE (xid, branch_id))";
  }

  @Override
  DataSource plainSource(DatabaseProcess database, String schema) {
    var source = new PGSimpleDataSource();
    source.setUrl(database.url(schema));
    source.setUser(database.user());
    return source;
  }
}
