package io.divan.bank;

/** Executes standing orders, each wholly or not at all. */
public interface Clearing {
  /**
   * Debits the payer and credits the payee. May be asked again whatever the answer was, or when
   * there was none: an order is never executed twice.
   */
  Answer execute(StandingOrder order);

  /** How an order stands. */
  enum Outcome {
    /** Executed, now or before. */
    EXECUTED,
    /** The payer does not hold enough; nothing has happened. */
    REFUSED,
    /** Something was in the way; nothing has happened. Asking again helps. */
    ROLLED_BACK,
    /** It cannot be told yet; asking again tells. */
    UNKNOWN
  }

  /**
   * What came of an order.
   *
   * @param xid its global transaction; empty if none was begun
   * @param settled whether the transaction's end had to be asked for, its first answer being lost
   * @param reason for people, why it was not executed
   */
  record Answer(Outcome outcome, String xid, boolean settled, String reason) {}
}
