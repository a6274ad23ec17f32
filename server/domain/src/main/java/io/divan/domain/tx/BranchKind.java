package io.divan.domain.tx;

/** How a branch is committed and rolled back by its resource manager. */
public enum BranchKind {
  /** Row images: committed in the first phase, undone if the transaction rolls back. */
  AT,
  /** Try, confirm, cancel. */
  TCC,
  /** One state machine drives all steps; the coordinator asks it once for the whole transaction. */
  SAGA,
  /** Prepared in a database by the XA protocol. */
  XA,
  /** A step with a compensating action. */
  SAGA_ANNOTATION;

  /** Whether the second phase of a commit may follow the answer. */
  boolean commitsLater() {
    return this == AT;
  }
}
