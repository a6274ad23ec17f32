package io.divan.domain.tx;

import io.divan.kernel.machine.Command;
import java.util.List;
import java.util.Optional;

/** What can be asked of the transactions, and, as its type argument, what comes of it. */
sealed interface TxCommand<R> extends Command<R> {
  /** Sets ids aside that will never be issued again, whether they are used or not. */
  record ReserveIds(int transactions, int branches) implements TxCommand<IdRanges> {}

  /**
   * Begins a transaction that every member is to know: in a cluster, where the next request may
   * come to another one.
   */
  record LogBegin(Begin begin) implements TxCommand<Boolean> {}

  /**
   * Adds a branch and locks its rows.
   *
   * @param begin what the begin had said, if nothing of the transaction is in the log yet
   * @param failFast whether to say so when the holder of a row is rolling back
   */
  record RegisterBranch(long transaction, Optional<Begin> begin, Branch branch, boolean failFast)
      implements TxCommand<Long> {}

  record ReportBranch(long transaction, long branch, BranchState state, String applicationData)
      implements TxCommand<Boolean> {}

  /**
   * Decides to commit.
   *
   * @param begin as for {@link RegisterBranch}
   */
  record Commit(long transaction, Optional<Begin> begin) implements TxCommand<TxStatus> {}

  /**
   * Decides to roll back.
   *
   * @param timedOut decide so only if the transaction is overdue and undecided
   */
  record RollBack(long transaction, boolean timedOut) implements TxCommand<TxStatus> {}

  /** A saga's own word on where it stands. */
  record Report(long transaction, TxStatus status) implements TxCommand<TxStatus> {}

  /** Branches whose second phase is done; a transaction without any left is finished. */
  record FinishBranches(List<BranchRef> branches) implements TxCommand<Boolean> {}

  /** The first failed attempt at a second phase, for clients that ask how it goes. */
  record NoteRetrying(long transaction) implements TxCommand<TxStatus> {}

  /** A branch that says it can never be done: the transaction waits for a person. */
  record Hold(long transaction, long branch, String reason) implements TxCommand<TxStatus> {}

  /** A person's decision about what cannot be finished; who it was is the entry's origin. */
  record Intervene(long transaction, Remedy remedy, String reason) implements TxCommand<TxStatus> {}

  /** Names a branch of a transaction. */
  record BranchRef(long transaction, long branch) {}

  /** Ids set aside; the ends are exclusive. */
  record IdRanges(long firstTransaction, long endTransaction, long firstBranch, long endBranch) {}
}
