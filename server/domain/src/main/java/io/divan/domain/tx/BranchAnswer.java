package io.divan.domain.tx;

/** What a resource manager says about the second phase of a branch. */
public enum BranchAnswer {
  /** It is done, or had been. */
  DONE,
  /** Not now. */
  RETRY,
  /** The database does not know this XA branch. */
  XA_UNKNOWN,
  /** Not now nor ever. */
  NEVER,
  /** A saga that was asked to commit has rolled back. */
  SAGA_ROLLED_BACK,
  /** A saga that was asked to commit wants to go backwards. */
  SAGA_WANTS_ROLLBACK,
  /** A saga that was asked to roll back wants to go forwards. */
  SAGA_WANTS_COMMIT
}
