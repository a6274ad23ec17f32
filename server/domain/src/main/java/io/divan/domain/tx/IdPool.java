package io.divan.domain.tx;

import io.divan.domain.tx.TxCommand.IdRanges;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ids that this process may issue without asking: taken from ranges that the log has set aside, the
 * next of which is fetched before the current one ends.
 */
final class IdPool {
  private final ReentrantLock lock = new ReentrantLock(); // guards every field below
  private final Supplier<CompletableFuture<IdRanges>> reserve;
  private @Nullable Range transactions;
  private @Nullable Range branches;
  private @Nullable IdRanges next;
  private @Nullable CompletableFuture<Void> fetching;

  private static final class Range {
    private final long end;
    private final long half;
    private long at;

    Range(long first, long end) {
      this.at = first;
      this.end = end;
      this.half = first + (end - first) / 2;
    }
  }

  /**
   * @param reserve asks the log for ranges
   */
  IdPool(Supplier<CompletableFuture<IdRanges>> reserve) {
    this.reserve = reserve;
  }

  CompletableFuture<Long> transaction() {
    return take(true);
  }

  CompletableFuture<Long> branch() {
    return take(false);
  }

  private CompletableFuture<Long> take(boolean ofTransactions) {
    CompletableFuture<Void> wait;
    lock.lock();
    try {
      Range range = ofTransactions ? transactions : branches;
      if ((range == null || range.at == range.end) && next != null) {
        transactions = new Range(next.firstTransaction(), next.endTransaction());
        branches = new Range(next.firstBranch(), next.endBranch());
        next = null;
        range = ofTransactions ? transactions : branches;
      }
      if (range != null && range.at < range.end) {
        if (range.at >= range.half && next == null) {
          fetch();
        }
        return CompletableFuture.completedFuture(range.at++);
      }
      wait = fetch();
    } finally {
      lock.unlock();
    }
    return wait.thenCompose(ready -> take(ofTransactions));
  }

  private CompletableFuture<Void> fetch() {
    if (fetching != null) {
      return fetching;
    }
    var done = new CompletableFuture<Void>();
    fetching = done;
    reserve.get().whenComplete((ranges, failure) -> fetched(ranges, failure, done));
    return done;
  }

  private void fetched(
      @Nullable IdRanges ranges, @Nullable Throwable failure, CompletableFuture<Void> done) {
    lock.lock();
    try {
      fetching = null;
      if (ranges != null) {
        next = ranges;
      }
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      done.completeExceptionally(failure);
    } else {
      done.complete(null);
    }
  }
}
