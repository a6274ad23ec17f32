package io.divan.doors.seata;

import io.divan.kernel.failure.Failure;
import io.divan.protocol.seata.ErrorCode;
import io.divan.protocol.seata.SeataMessage.Result;
import java.util.concurrent.CompletionException;

/** Our failures in Seata's words. */
final class Failures {
  private Failures() {}

  /**
   * @param otherwise for what Seata has no word of its own
   */
  static Result result(Throwable thrown, ErrorCode otherwise) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof Failure failure) {
      return Result.failed(code(failure, otherwise), failure.explanation());
    }
    return Result.failed(otherwise, "Divan failed; its log says why.");
  }

  private static ErrorCode code(Failure failure, ErrorCode otherwise) {
    return switch (failure.code()) {
      case "tx.lock-conflict" -> ErrorCode.LOCK_KEY_CONFLICT;
      case "tx.lock-conflict-fail-fast" -> ErrorCode.LOCK_KEY_CONFLICT_FAIL_FAST;
      case "tx.unknown-xid" -> ErrorCode.GLOBAL_NOT_EXIST;
      case "tx.not-active" -> ErrorCode.GLOBAL_NOT_ACTIVE;
      case "tx.unknown-branch" -> ErrorCode.BRANCH_NOT_EXIST;
      default -> code(failure.kind(), otherwise);
    };
  }

  private static ErrorCode code(Failure.Kind kind, ErrorCode otherwise) {
    return switch (kind) {
      case NOT_LEADER -> ErrorCode.NOT_RAFT_LEADER;
      case USER, NOT_FOUND, DENIED, CONFLICT, UNAVAILABLE, EXHAUSTED, UNKNOWN, EXTERNAL, INTERNAL ->
          otherwise;
    };
  }
}
