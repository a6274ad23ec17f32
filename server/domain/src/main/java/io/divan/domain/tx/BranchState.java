package io.divan.domain.tx;

/** What a resource manager has said about the first phase of a branch. */
public enum BranchState {
  REGISTERED,
  PHASE_ONE_DONE,
  PHASE_ONE_FAILED,
  PHASE_ONE_TIMEOUT,
  /** It has changed nothing, so a commit need not reach it. */
  READ_ONLY
}
