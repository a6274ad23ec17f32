package io.divan.bank.demo;

import io.divan.bank.StandingOrder;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The auditor: reads both ledgers by SQL, past the bank and its transactions. Changes nothing. */
final class Ledgers {
  private final String homeUrl;
  private final String partnersUrl;
  private final String user;

  Ledgers(String homeUrl, String partnersUrl, String user) {
    this.homeUrl = homeUrl;
    this.partnersUrl = partnersUrl;
    this.user = user;
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  Books books() throws SQLException {
    try (Connection home = connect(homeUrl);
        Connection partners = connect(partnersUrl)) {
      return new Books(
          sum(home, "SELECT SUM(opened) FROM account"),
          sum(home, "SELECT SUM(amount) FROM deposit"),
          sum(home, "SELECT SUM(balance) FROM account"),
          sum(home, "SELECT SUM(amount) FROM debit"),
          count(home, "SELECT COUNT(*) FROM debit"),
          count(partners, "SELECT COUNT(*) FROM credit"),
          perBank(partners, "SELECT bank, SUM(amount) FROM credit GROUP BY bank"),
          perBank(partners, "SELECT bank, SUM(balance) FROM account GROUP BY bank"));
    }
  }

  /** What the credits to each partner bank come to, now. */
  Map<String, BigDecimal> credits() throws SQLException {
    try (Connection partners = connect(partnersUrl)) {
      return perBank(partners, "SELECT bank, SUM(amount) FROM credit GROUP BY bank");
    }
  }

  /** Row images kept to undo something that is not decided yet or not undone yet. */
  long undoLogs() throws SQLException {
    // Status 1 marks what must not come any more; the coordinator has such marks removed by their
    // age.
    String open = "SELECT COUNT(*) FROM undo_log WHERE log_status = 0";
    try (Connection home = connect(homeUrl);
        Connection partners = connect(partnersUrl)) {
      return count(home, open) + count(partners, open);
    }
  }

  /** Goes through both ledgers entry by entry. */
  Entries entries() throws SQLException {
    Map<Long, String> debits = new HashMap<>();
    Map<Long, String> credits = new HashMap<>();
    try (Connection home = connect(homeUrl);
        Connection partners = connect(partnersUrl)) {
      rows(
          home,
          "SELECT order_no, account, amount FROM debit",
          row -> debits.put(row.getLong(1), debit(row.getLong(2), row.getBigDecimal(3))));
      rows(
          partners,
          "SELECT order_no, bank, account, amount FROM credit",
          row ->
              credits.put(
                  row.getLong(1), credit(row.getString(2), row.getLong(3), row.getBigDecimal(4))));
    }
    return new Entries(debits, credits);
  }

  static String debit(long account, BigDecimal amount) {
    return amount.toPlainString() + " from " + account;
  }

  static String credit(String bank, long account, BigDecimal amount) {
    return amount.toPlainString() + " to " + bank + " " + account;
  }

  /**
   * Both ledgers' entries, by order number.
   *
   * @param debits in the words of {@link #debit}
   * @param credits in the words of {@link #credit}
   */
  record Entries(Map<Long, String> debits, Map<Long, String> credits) {
    /** Orders that are entered in both ledgers. */
    long executed() {
      return debits.keySet().stream().filter(credits::containsKey).count();
    }

    /** Every order that is half executed or not executed as given, and entries of no order. */
    List<String> discrepancies(List<StandingOrder> orders) {
      List<String> found = new ArrayList<>();
      Map<Long, String> otherDebits = new TreeMap<>(debits);
      Map<Long, String> otherCredits = new TreeMap<>(credits);
      for (StandingOrder order : orders) {
        String debit = otherDebits.remove(order.number());
        String credit = otherCredits.remove(order.number());
        boolean none = debit == null && credit == null;
        boolean whole =
            debit(order.payer(), order.amount()).equals(debit)
                && credit(order.bank(), order.payee(), order.amount()).equals(credit);
        if (!none && !whole) {
          found.add("order " + order.number() + ": debit " + debit + ", credit " + credit);
        }
      }
      otherDebits.forEach((number, entry) -> found.add("a debit of no order: " + number));
      otherCredits.forEach((number, entry) -> found.add("a credit of no order: " + number));
      return found;
    }
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, user, "");
  }

  private static BigDecimal sum(Connection connection, String query) throws SQLException {
    List<BigDecimal> sums = rows(connection, query, row -> amount(row, 1));
    return sums.get(0);
  }

  /** A sum over no rows is NULL in SQL. */
  private static BigDecimal amount(ResultSet row, int column) throws SQLException {
    BigDecimal amount = row.getBigDecimal(column);
    return amount == null ? BigDecimal.ZERO.setScale(2) : amount;
  }

  private static long count(Connection connection, String query) throws SQLException {
    return rows(connection, query, row -> row.getLong(1)).get(0);
  }

  private static Map<String, BigDecimal> perBank(Connection connection, String query)
      throws SQLException {
    Map<String, BigDecimal> sums = new TreeMap<>();
    rows(connection, query, row -> sums.put(row.getString(1), amount(row, 2)));
    return sums;
  }

  private static <T> List<T> rows(Connection connection, String query, Reader<T> reader)
      throws SQLException {
    List<T> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(reader.read(rows));
      }
    }
    return all;
  }
}
