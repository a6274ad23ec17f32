package io.divan.conformance.seata;

import io.divan.process.DatabaseProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A table of accounts, as an application changes it and as the database itself has it. */
final class Accounts {
  private final DatabaseProcess database;
  private final String schema;

  private Accounts(DatabaseProcess database, String schema) {
    this.database = database;
    this.schema = schema;
  }

  /**
   * Creates the tables.
   *
   * @param undoLog the database's own definition of Seata's undo_log table
   */
  static Accounts create(DatabaseProcess database, String schema, String undoLog)
      throws SQLException {
    var accounts = new Accounts(database, schema);
    try (Connection connection = accounts.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE account (id INT PRIMARY KEY, owner VARCHAR(40), amount INT NOT NULL)");
      for (String each : undoLog.split(";")) {
        statement.execute(each);
      }
      statement.execute("INSERT INTO account VALUES (1, 'Ann', 100), (2, 'Ben', 100)");
    }
    return accounts;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(schema), database.user(), "");
  }

  /** What the database has, whatever any transaction manager believes. */
  int amount(int id) throws SQLException {
    return number("SELECT amount FROM account WHERE id = " + id);
  }

  /** Changes an amount behind every transaction manager's back. */
  void set(int id, int amount) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE account SET amount = " + amount + " WHERE id = " + id);
    }
  }

  int undoLogs() throws SQLException {
    return number("SELECT COUNT(*) FROM undo_log");
  }

  private int number(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Adds to an amount as an application does, through a data source of the library. */
  static void add(DataSource source, int id, int amount) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE account SET amount = amount + ? WHERE id = ?")) {
      update.setInt(1, amount);
      update.setInt(2, id);
      update.executeUpdate();
    }
  }
}
