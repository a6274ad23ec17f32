package io.divan.domain.job;

/** How far a firing has come. */
public enum FiringState {
  /** Owed, and nobody is chosen yet. */
  PENDING,
  /** Owed to one executor, which may have been told. */
  DISPATCHED,
  /** The executor has taken it, and will say how it ended. */
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT;

  public boolean isDone() {
    return this == SUCCEEDED || this == FAILED || this == TIMED_OUT;
  }
}
