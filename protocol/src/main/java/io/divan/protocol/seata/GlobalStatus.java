package io.divan.protocol.seata;

/** Where a global transaction stands; the ordinal is the wire's byte. */
public enum GlobalStatus {
  UNKNOWN,
  BEGIN,
  COMMITTING,
  COMMIT_RETRYING,
  ROLLBACKING,
  ROLLBACK_RETRYING,
  TIMEOUT_ROLLBACKING,
  TIMEOUT_ROLLBACK_RETRYING,
  ASYNC_COMMITTING,
  COMMITTED,
  COMMIT_FAILED,
  ROLLBACKED,
  ROLLBACK_FAILED,
  TIMEOUT_ROLLBACKED,
  TIMEOUT_ROLLBACK_FAILED,
  FINISHED,
  COMMIT_RETRY_TIMEOUT,
  ROLLBACK_RETRY_TIMEOUT,
  DELETING,
  STOP_COMMIT_RETRY,
  STOP_ROLLBACK_RETRY;

  static GlobalStatus of(int code) {
    return WireEnums.at(values(), code, "global status");
  }
}
