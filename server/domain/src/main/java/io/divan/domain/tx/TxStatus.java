package io.divan.domain.tx;

/** Where a global transaction stands. */
public enum TxStatus {
  /** Nothing is known of it. */
  UNKNOWN,
  BEGUN,
  COMMITTING,
  COMMIT_RETRYING,
  /** Committed as far as anybody outside is concerned; only undo logs are left to be deleted. */
  ASYNC_COMMITTING,
  ROLLING_BACK,
  ROLLBACK_RETRYING,
  TIMEOUT_ROLLING_BACK,
  TIMEOUT_ROLLBACK_RETRYING,
  COMMITTED,
  ROLLED_BACK,
  TIMEOUT_ROLLED_BACK,
  /** A branch cannot be committed, ever; held for a person. */
  COMMIT_FAILED,
  /** A branch cannot be rolled back, ever; held for a person, with its locks. */
  ROLLBACK_FAILED,
  TIMEOUT_ROLLBACK_FAILED;

  boolean isCommitting() {
    return this == COMMITTING || this == COMMIT_RETRYING || this == ASYNC_COMMITTING;
  }

  boolean isRollingBack() {
    return this == ROLLING_BACK
        || this == ROLLBACK_RETRYING
        || this == TIMEOUT_ROLLING_BACK
        || this == TIMEOUT_ROLLBACK_RETRYING;
  }

  /** Whether a second phase is owed. */
  boolean isDriven() {
    return isCommitting() || isRollingBack();
  }

  /** Whether the coordinator has given up and waits for a person. */
  boolean isHeld() {
    return this == COMMIT_FAILED || this == ROLLBACK_FAILED || this == TIMEOUT_ROLLBACK_FAILED;
  }

  /** The status once every branch is done. */
  TxStatus whenDone() {
    return switch (this) {
      case COMMITTING, COMMIT_RETRYING, ASYNC_COMMITTING, COMMIT_FAILED -> COMMITTED;
      case ROLLING_BACK, ROLLBACK_RETRYING, ROLLBACK_FAILED -> ROLLED_BACK;
      case TIMEOUT_ROLLING_BACK, TIMEOUT_ROLLBACK_RETRYING, TIMEOUT_ROLLBACK_FAILED ->
          TIMEOUT_ROLLED_BACK;
      case UNKNOWN, BEGUN, COMMITTED, ROLLED_BACK, TIMEOUT_ROLLED_BACK -> this;
    };
  }

  /** The status once an attempt at a branch has failed and others will follow. */
  TxStatus whenRetrying() {
    return switch (this) {
      case COMMITTING -> COMMIT_RETRYING;
      case ROLLING_BACK -> ROLLBACK_RETRYING;
      case TIMEOUT_ROLLING_BACK -> TIMEOUT_ROLLBACK_RETRYING;
      default -> this;
    };
  }

  /** The status once somebody has what is held tried again. */
  TxStatus whenResumed() {
    return switch (this) {
      case COMMIT_FAILED -> COMMIT_RETRYING;
      case ROLLBACK_FAILED -> ROLLBACK_RETRYING;
      case TIMEOUT_ROLLBACK_FAILED -> TIMEOUT_ROLLBACK_RETRYING;
      default -> this;
    };
  }

  /** The status once a branch has said that it can never be done. */
  TxStatus whenHeld() {
    return switch (this) {
      case COMMITTING, COMMIT_RETRYING, ASYNC_COMMITTING -> COMMIT_FAILED;
      case ROLLING_BACK, ROLLBACK_RETRYING -> ROLLBACK_FAILED;
      case TIMEOUT_ROLLING_BACK, TIMEOUT_ROLLBACK_RETRYING -> TIMEOUT_ROLLBACK_FAILED;
      default -> this;
    };
  }
}
