package io.divan.bank.partner;

import io.divan.bank.PartnerBanks.Payee;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The partner banks' ledger. Every method is one local transaction; under a global one it is a
 * branch of it, whose rows nobody else can change until that has ended.
 */
@Repository
class PartnerLedger {
  private final JdbcTemplate sql;

  PartnerLedger(JdbcTemplate sql) {
    this.sql = sql;
  }

  @Transactional
  void open(List<Payee> accounts) {
    List<Object[]> rows =
        accounts.stream().map(each -> new Object[] {each.bank(), each.account()}).toList();
    sql.batchUpdate("INSERT IGNORE INTO account (bank, id, balance) VALUES (?, ?, 0)", rows);
  }

  @Transactional
  void credit(long order, Payee payee, BigDecimal amount) {
    sql.update(
        "INSERT INTO credit (order_no, bank, account, amount) VALUES (?, ?, ?, ?)",
        order,
        payee.bank(),
        payee.account(),
        amount);
    int changed =
        sql.update(
            "UPDATE account SET balance = balance + ? WHERE bank = ? AND id = ?",
            amount,
            payee.bank(),
            payee.account());
    if (changed != 1) {
      throw new IllegalStateException("there is no account " + payee);
    }
  }

  /**
   * Makes sure that an entry found in the ledger is there for good: reading it for update fails as
   * long as a global transaction that could still undo it has it locked.
   */
  @Transactional
  void requireCommitted(long order) {
    var found =
        sql.queryForList(
            "SELECT order_no FROM credit WHERE order_no = ? FOR UPDATE", Long.class, order);
    if (found.isEmpty()) {
      throw new IllegalStateException("the credit of order " + order + " has just been undone");
    }
  }
}
