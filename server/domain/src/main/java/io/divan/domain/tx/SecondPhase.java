package io.divan.domain.tx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which branches an attempt at a second phase asks, and in which order. */
final class SecondPhase {
  private SecondPhase() {}

  /**
   * The branches to ask one after the other before the client is answered: of a commit those that
   * must not follow later, in the order they were registered; of a rollback all, in reverse.
   */
  static List<Branch> inTurn(Transaction transaction) {
    List<Branch> branches = new ArrayList<>(transaction.branches());
    if (transaction.status().isCommitting()) {
      branches.removeIf(each -> each.kind().commitsLater());
    } else {
      Collections.reverse(branches);
    }
    return branches;
  }

  /** The branches that may be asked at any time, all at once. */
  static List<Branch> later(Transaction transaction) {
    return transaction.status().isCommitting()
        ? transaction.branches().stream().filter(each -> each.kind().commitsLater()).toList()
        : List.of();
  }
}
