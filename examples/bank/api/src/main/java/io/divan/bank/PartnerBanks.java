package io.divan.bank;

import java.math.BigDecimal;
import java.util.List;

/** The banks that the orders pay to; one service keeps the accounts of all of them. */
public interface PartnerBanks {
  /** Opens accounts that hold nothing; those that are open already stay as they are. */
  void open(List<Payee> accounts);

  /** Adds an order's amount to its payee, within the caller's global transaction. */
  Entry credit(long order, Payee payee, BigDecimal amount);

  /** An account at one of the banks. */
  record Payee(String bank, long account) {}
}
