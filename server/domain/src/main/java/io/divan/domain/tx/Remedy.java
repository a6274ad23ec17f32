package io.divan.domain.tx;

/** What a person may do about a transaction that cannot be finished. */
public enum Remedy {
  /** Stop trying, so that something else can be decided. */
  HOLD,
  /** Try again what was decided. */
  RETRY,
  /** Commit what is left of it, whatever was decided. */
  COMMIT,
  /** Roll back what is left of it, whatever was decided. */
  ROLL_BACK,
  /** End it as it stands: its locks go, and nobody is asked any more. */
  RELEASE;

  /** Whether it can be done in that state: holding what is under way, all else to what is held. */
  boolean suits(TxStatus status) {
    return this == HOLD ? status.isDriven() : status.isHeld();
  }
}
