package io.divan.doors.seata;

import io.divan.domain.tx.BranchAnswer;
import io.divan.domain.tx.BranchKind;
import io.divan.domain.tx.BranchState;
import io.divan.domain.tx.TxStatus;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.protocol.seata.BranchStatus;
import io.divan.protocol.seata.BranchType;
import io.divan.protocol.seata.GlobalStatus;
import io.divan.protocol.seata.SeataMessage.BranchEndResult;
import java.util.Optional;

/** The domain's words for where things stand, and Seata's. */
final class Statuses {
  private Statuses() {}

  static GlobalStatus global(TxStatus status) {
    return switch (status) {
      case UNKNOWN -> GlobalStatus.FINISHED;
      case BEGUN -> GlobalStatus.BEGIN;
      case COMMITTING -> GlobalStatus.COMMITTING;
      case COMMIT_RETRYING -> GlobalStatus.COMMIT_RETRYING;
      case ASYNC_COMMITTING -> GlobalStatus.ASYNC_COMMITTING;
      case ROLLING_BACK -> GlobalStatus.ROLLBACKING;
      case ROLLBACK_RETRYING -> GlobalStatus.ROLLBACK_RETRYING;
      case TIMEOUT_ROLLING_BACK -> GlobalStatus.TIMEOUT_ROLLBACKING;
      case TIMEOUT_ROLLBACK_RETRYING -> GlobalStatus.TIMEOUT_ROLLBACK_RETRYING;
      case COMMITTED -> GlobalStatus.COMMITTED;
      case ROLLED_BACK -> GlobalStatus.ROLLBACKED;
      case TIMEOUT_ROLLED_BACK -> GlobalStatus.TIMEOUT_ROLLBACKED;
      case COMMIT_FAILED -> GlobalStatus.COMMIT_FAILED;
      case ROLLBACK_FAILED -> GlobalStatus.ROLLBACK_FAILED;
      case TIMEOUT_ROLLBACK_FAILED -> GlobalStatus.TIMEOUT_ROLLBACK_FAILED;
    };
  }

  /**
   * The answer to a commit. Clients take "Rollbacked" for success there and throw only on the
   * time-out family and "Finished" (seata-all 2.6.0, TransactionalTemplate.commitTransaction), so
   * every commit that came too late is told that it timed out.
   */
  static GlobalStatus ofCommit(TxStatus status) {
    return switch (status) {
      case ROLLED_BACK -> GlobalStatus.TIMEOUT_ROLLBACKED;
      case ROLLING_BACK -> GlobalStatus.TIMEOUT_ROLLBACKING;
      case ROLLBACK_RETRYING -> GlobalStatus.TIMEOUT_ROLLBACK_RETRYING;
      case ROLLBACK_FAILED -> GlobalStatus.TIMEOUT_ROLLBACK_FAILED;
      default -> global(status);
    };
  }

  static TxStatus reported(GlobalStatus status) {
    return switch (status) {
      case UNKNOWN, FINISHED -> TxStatus.UNKNOWN;
      case BEGIN -> TxStatus.BEGUN;
      case COMMITTING -> TxStatus.COMMITTING;
      case COMMIT_RETRYING -> TxStatus.COMMIT_RETRYING;
      case ROLLBACKING -> TxStatus.ROLLING_BACK;
      case ROLLBACK_RETRYING -> TxStatus.ROLLBACK_RETRYING;
      case TIMEOUT_ROLLBACKING -> TxStatus.TIMEOUT_ROLLING_BACK;
      case TIMEOUT_ROLLBACK_RETRYING -> TxStatus.TIMEOUT_ROLLBACK_RETRYING;
      case ASYNC_COMMITTING -> TxStatus.ASYNC_COMMITTING;
      case COMMITTED -> TxStatus.COMMITTED;
      case COMMIT_FAILED, COMMIT_RETRY_TIMEOUT, STOP_COMMIT_RETRY -> TxStatus.COMMIT_FAILED;
      case ROLLBACKED, DELETING -> TxStatus.ROLLED_BACK;
      case ROLLBACK_FAILED, ROLLBACK_RETRY_TIMEOUT, STOP_ROLLBACK_RETRY -> TxStatus.ROLLBACK_FAILED;
      case TIMEOUT_ROLLBACKED -> TxStatus.TIMEOUT_ROLLED_BACK;
      case TIMEOUT_ROLLBACK_FAILED -> TxStatus.TIMEOUT_ROLLBACK_FAILED;
    };
  }

  static BranchKind kind(BranchType type) {
    return switch (type) {
      case AT -> BranchKind.AT;
      case TCC -> BranchKind.TCC;
      case SAGA -> BranchKind.SAGA;
      case XA -> BranchKind.XA;
      case SAGA_ANNOTATION -> BranchKind.SAGA_ANNOTATION;
    };
  }

  static BranchType type(BranchKind kind) {
    return switch (kind) {
      case AT -> BranchType.AT;
      case TCC -> BranchType.TCC;
      case SAGA -> BranchType.SAGA;
      case XA -> BranchType.XA;
      case SAGA_ANNOTATION -> BranchType.SAGA_ANNOTATION;
    };
  }

  /**
   * @throws Failure USER if it says nothing of a first phase
   */
  static BranchState state(BranchStatus status) {
    return firstPhase(status)
        .orElseThrow(() ->
            Failure.of(
                Kind.USER,
                "seata.no-first-phase",
                "A branch report says nothing of a first phase: " + status));
  }

  private static Optional<BranchState> firstPhase(BranchStatus status) {
    return switch (status) {
      case UNKNOWN, REGISTERED -> Optional.of(BranchState.REGISTERED);
      case PHASE_ONE_DONE -> Optional.of(BranchState.PHASE_ONE_DONE);
      case PHASE_ONE_FAILED -> Optional.of(BranchState.PHASE_ONE_FAILED);
      case PHASE_ONE_TIMEOUT -> Optional.of(BranchState.PHASE_ONE_TIMEOUT);
      case PHASE_ONE_READ_ONLY -> Optional.of(BranchState.READ_ONLY);
      case PHASE_TWO_COMMITTED,
          PHASE_TWO_COMMIT_FAILED_RETRYABLE,
          PHASE_TWO_COMMIT_FAILED_UNRETRYABLE,
          PHASE_TWO_ROLLED_BACK,
          PHASE_TWO_ROLLBACK_FAILED_RETRYABLE,
          PHASE_TWO_ROLLBACK_FAILED_UNRETRYABLE,
          PHASE_TWO_COMMIT_XAER_NOTA,
          PHASE_TWO_ROLLBACK_XAER_NOTA,
          STOP_RETRY ->
          Optional.empty();
    };
  }

  /** What a resource manager's answer to a second phase means. */
  static BranchAnswer answer(BranchEndResult result, BranchKind kind) {
    if (!result.result().success()) {
      return BranchAnswer.RETRY;
    }
    if (kind == BranchKind.SAGA) {
      return sagaAnswer(result);
    }
    return switch (result.status()) {
      case PHASE_TWO_COMMITTED -> result.commit() ? BranchAnswer.DONE : BranchAnswer.RETRY;
      case PHASE_TWO_ROLLED_BACK -> result.commit() ? BranchAnswer.RETRY : BranchAnswer.DONE;
      case PHASE_TWO_COMMIT_XAER_NOTA, PHASE_TWO_ROLLBACK_XAER_NOTA -> BranchAnswer.XA_UNKNOWN;
      case PHASE_TWO_COMMIT_FAILED_UNRETRYABLE, PHASE_TWO_ROLLBACK_FAILED_UNRETRYABLE, STOP_RETRY ->
          BranchAnswer.NEVER;
      case UNKNOWN,
          REGISTERED,
          PHASE_ONE_DONE,
          PHASE_ONE_FAILED,
          PHASE_ONE_TIMEOUT,
          PHASE_ONE_READ_ONLY,
          PHASE_TWO_COMMIT_FAILED_RETRYABLE,
          PHASE_TWO_ROLLBACK_FAILED_RETRYABLE ->
          BranchAnswer.RETRY;
    };
  }

  /** Source: seata-server 2.0.0, SagaCore.doGlobalCommit and doGlobalRollback. */
  private static BranchAnswer sagaAnswer(BranchEndResult result) {
    return switch (result.status()) {
      case PHASE_TWO_COMMITTED -> result.commit() ? BranchAnswer.DONE : BranchAnswer.RETRY;
      case PHASE_TWO_ROLLED_BACK, PHASE_ONE_FAILED ->
          result.commit() ? BranchAnswer.SAGA_ROLLED_BACK : BranchAnswer.DONE;
      case PHASE_TWO_ROLLBACK_FAILED_RETRYABLE ->
          result.commit() ? BranchAnswer.SAGA_WANTS_ROLLBACK : BranchAnswer.RETRY;
      case PHASE_TWO_COMMIT_FAILED_RETRYABLE ->
          result.commit() ? BranchAnswer.RETRY : BranchAnswer.SAGA_WANTS_COMMIT;
      case PHASE_TWO_COMMIT_FAILED_UNRETRYABLE, PHASE_TWO_ROLLBACK_FAILED_UNRETRYABLE ->
          BranchAnswer.NEVER;
      default -> BranchAnswer.RETRY;
    };
  }

  /** The name by which a saga's engine is told where its transaction stands. */
  static String sagaStatusName(TxStatus status) {
    return switch (status) {
      case COMMIT_RETRYING -> "CommitRetrying";
      case ROLLING_BACK -> "Rollbacking";
      case ROLLBACK_RETRYING -> "RollbackRetrying";
      case TIMEOUT_ROLLING_BACK -> "TimeoutRollbacking";
      case TIMEOUT_ROLLBACK_RETRYING -> "TimeoutRollbackRetrying";
      default -> "Committing";
    };
  }
}
