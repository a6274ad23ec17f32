package io.divan.bank;

/** What came of entering an order into a ledger. */
public enum Entry {
  /** It was entered, as part of the caller's global transaction. */
  MADE,
  /** It had been entered by a transaction that has committed; nothing was changed. */
  MADE_BEFORE
}
