package io.divan.domain.tx;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Transactions that have begun and owe nothing to anyone yet, so they are not in the log. A crash
 * loses them, which rolls them back: their ids are never issued again, and unknown is not
 * committed.
 */
final class BegunOnly {
  private final ConcurrentHashMap<Long, Begun> all = new ConcurrentHashMap<>();

  private enum Stage {
    FRESH,
    /** An entry that carries the begin has been proposed; what follows must go through the log. */
    LOGGED,
    /** Rolled back without a trace. */
    CLOSED
  }

  private record Begun(Begin begin, AtomicReference<Stage> stage) {}

  void add(Begin begin) {
    all.put(begin.xid().id(), new Begun(begin, new AtomicReference<>(Stage.FRESH)));
  }

  /** What the next entry must carry for the transaction to be known, if it is only begun. */
  Optional<Begin> takeForLog(long id) {
    Begun begun = all.get(id);
    if (begun == null) {
      return Optional.empty();
    }
    begun.stage().compareAndSet(Stage.FRESH, Stage.LOGGED);
    return begun.stage().get() == Stage.LOGGED ? Optional.of(begun.begin()) : Optional.empty();
  }

  /** The transaction is in the state now. */
  void logged(long id) {
    all.remove(id);
  }

  /** Rolls back a transaction of which the log knows nothing; false if it might. */
  boolean close(long id) {
    Begun begun = all.get(id);
    if (begun != null && begun.stage().compareAndSet(Stage.FRESH, Stage.CLOSED)) {
      all.remove(id);
      return true;
    }
    return false;
  }

  boolean contains(long id) {
    return all.containsKey(id);
  }

  /** Rolls back what is overdue. */
  void closeOverdue(Instant now) {
    all.forEach((id, begun) -> {
      if (begun.begin().isOverdueAt(now) && !close(id)) {
        all.remove(id); // refused every branch so far, and too old for another
      }
    });
  }

  int size() {
    return all.size();
  }
}
