package io.divan.domain.tx;

import io.divan.domain.tx.TxCommand.BranchRef;
import io.divan.domain.tx.TxCommand.FinishBranches;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Logs finished branches, many in one entry: while an entry is under way the next one gathers. One
 * that is lost is found again, because the branch is then still owed and answers that it is done.
 */
final class FinishQueue {
  private static final int MOST = 1_000;

  private final Replica<TxMachine> replica;
  private final ReentrantLock lock = new ReentrantLock(); // guards every field below
  private List<BranchRef> gathered = new ArrayList<>();
  private CompletableFuture<Boolean> gatheredDone = new CompletableFuture<>();
  private boolean underWay;

  FinishQueue(Replica<TxMachine> replica) {
    this.replica = replica;
  }

  /**
   * @return completes when the state says so, fails if that cannot be told
   */
  CompletableFuture<Boolean> add(long transaction, long branch) {
    CompletableFuture<Boolean> done;
    lock.lock();
    try {
      gathered.add(new BranchRef(transaction, branch));
      done = gatheredDone;
      if (underWay) {
        return done;
      }
      underWay = true;
    } finally {
      lock.unlock();
    }
    submit();
    return done;
  }

  private void submit() {
    List<BranchRef> batch;
    CompletableFuture<Boolean> done;
    lock.lock();
    try {
      if (gathered.isEmpty()) {
        underWay = false;
        return;
      }
      batch = gathered;
      done = gatheredDone;
      gathered = new ArrayList<>();
      gatheredDone = new CompletableFuture<>();
    } finally {
      lock.unlock();
    }
    log(batch)
        .whenComplete((applied, failure) -> {
          submit();
          if (failure != null) {
            done.completeExceptionally(failure);
          } else {
            done.complete(true);
          }
        });
  }

  private CompletableFuture<?> log(List<BranchRef> batch) {
    List<CompletableFuture<Boolean>> entries = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += MOST) {
      List<BranchRef> part = batch.subList(from, Math.min(batch.size(), from + MOST));
      entries.add(replica.submit(Origin.server(), new FinishBranches(List.copyOf(part))));
    }
    return CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new));
  }
}
