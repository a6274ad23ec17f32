package io.divan.protocol.seata;

/** Where a branch stands; the ordinal is the wire's byte. */
public enum BranchStatus {
  UNKNOWN,
  REGISTERED,
  PHASE_ONE_DONE,
  PHASE_ONE_FAILED,
  PHASE_ONE_TIMEOUT,
  PHASE_TWO_COMMITTED,
  PHASE_TWO_COMMIT_FAILED_RETRYABLE,
  PHASE_TWO_COMMIT_FAILED_UNRETRYABLE,
  PHASE_TWO_ROLLED_BACK,
  PHASE_TWO_ROLLBACK_FAILED_RETRYABLE,
  PHASE_TWO_ROLLBACK_FAILED_UNRETRYABLE,
  PHASE_TWO_COMMIT_XAER_NOTA,
  PHASE_TWO_ROLLBACK_XAER_NOTA,
  PHASE_ONE_READ_ONLY,
  STOP_RETRY;

  static BranchStatus of(int code) {
    return WireEnums.at(values(), code, "branch status");
  }
}
