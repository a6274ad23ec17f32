package io.divan.domain.tx;

import java.util.List;

/**
 * One participant's part of a global transaction.
 *
 * @param id unique for ever within a cluster; later branches have larger log indexes, and stand
 *     later in their transaction
 * @param resource what it works on, as its resource manager calls it
 * @param client who registered it
 * @param lockKeys the rows it locks, {@code table:pk,pk;table:pk}; empty for none
 * @param applicationData handed back to the resource manager in the second phase
 */
public record Branch(
    long id,
    BranchKind kind,
    String resource,
    ClientId client,
    String lockKeys,
    String applicationData,
    BranchState state) {

  Branch reported(BranchState newState, String newData) {
    return new Branch(
        id,
        kind,
        resource,
        client,
        lockKeys,
        newData.isEmpty() ? applicationData : newData,
        newState);
  }

  /** The rows it locks; only AT branches lock any. */
  List<RowKey> rows() {
    return kind == BranchKind.AT ? RowKey.parse(resource, lockKeys) : List.of();
  }

  /** Whether a commit must reach it. */
  boolean isOwedCommit() {
    return state != BranchState.PHASE_ONE_FAILED
        && !(state == BranchState.READ_ONLY && kind == BranchKind.XA);
  }

  /** Whether a rollback must reach it. */
  boolean isOwedRollback() {
    return state != BranchState.PHASE_ONE_FAILED;
  }
}
