package io.divan.bank;

import java.math.BigDecimal;
import java.util.Map;

/** The bank whose clients give the orders. */
public interface HomeBank {
  /** Opens accounts with what they hold; those that are open already stay as they are. */
  void open(Map<Long, BigDecimal> accounts);

  /**
   * Pays cash into an account.
   *
   * @param number what tells it from every other deposit; the same number pays in once
   */
  void deposit(long number, long account, BigDecimal amount);

  /**
   * Takes an order's amount from its payer, within the caller's global transaction.
   *
   * @throws InsufficientFunds if the account would fall below zero
   */
  Entry debit(long order, long account, BigDecimal amount) throws InsufficientFunds;
}
