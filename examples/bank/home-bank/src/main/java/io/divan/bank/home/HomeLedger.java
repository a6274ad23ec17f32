package io.divan.bank.home;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.seata.spring.annotation.GlobalLock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The home bank's ledger. Every method is one local transaction; under a global one it is a branch
 * of it, whose rows nobody else can change until that has ended.
 */
@Repository
class HomeLedger {
  private final JdbcTemplate sql;

  HomeLedger(JdbcTemplate sql) {
    this.sql = sql;
  }

  @Transactional
  void open(Map<Long, BigDecimal> accounts) {
    List<Object[]> rows =
        accounts.entrySet().stream()
            .map(each -> new Object[] {each.getKey(), each.getValue(), each.getValue()})
            .toList();
    sql.batchUpdate("INSERT IGNORE INTO account (id, balance, opened) VALUES (?, ?, ?)", rows);
  }

  /** Cash in. No global transaction, yet it waits for those that have changed the account. */
  @GlobalLock
  @Transactional
  void deposit(long number, long account, BigDecimal amount) {
    sql.update(
        "INSERT INTO deposit (number, account, amount) VALUES (?, ?, ?)", number, account, amount);
    requireOne(
        sql.update("UPDATE account SET balance = balance + ? WHERE id = ?", amount, account),
        account);
  }

  /** Whether the account holds enough is for the database to say. */
  @Transactional
  void debit(long order, long account, BigDecimal amount) {
    sql.update(
        "INSERT INTO debit (order_no, account, amount) VALUES (?, ?, ?)", order, account, amount);
    requireOne(
        sql.update("UPDATE account SET balance = balance - ? WHERE id = ?", amount, account),
        account);
  }

  /**
   * Makes sure that an entry found in the ledger is there for good: reading it for update fails as
   * long as a global transaction that could still undo it has it locked.
   */
  @Transactional
  void requireCommitted(long order) {
    var found =
        sql.queryForList(
            "SELECT order_no FROM debit WHERE order_no = ? FOR UPDATE", Long.class, order);
    if (found.isEmpty()) {
      throw new IllegalStateException("the debit of order " + order + " has just been undone");
    }
  }

  private static void requireOne(int changed, long account) {
    if (changed != 1) {
      throw new IllegalStateException("there is no account " + account);
    }
  }
}
