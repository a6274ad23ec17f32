package io.divan.kernel.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Logs small facts many in one entry: while an entry is under way the next one gathers.
 *
 * @param <T> a fact
 */
public final class Batches<T> {
  private final int most;
  private final Function<List<T>, CompletableFuture<?>> log;
  private final ReentrantLock lock = new ReentrantLock(); // guards every field below
  private List<T> gathered = new ArrayList<>();
  private CompletableFuture<Boolean> gatheredDone = new CompletableFuture<>();
  private boolean underWay;

  /**
   * @param most facts in one entry
   * @param log proposes an entry of them
   */
  public Batches(int most, Function<List<T>, CompletableFuture<?>> log) {
    this.most = most;
    this.log = log;
  }

  /**
   * @return completes when the state says so, fails if that cannot be told
   */
  public CompletableFuture<Boolean> add(T fact) {
    return addAll(List.of(fact));
  }

  /**
   * @return completes when the state says so of them all, fails if that cannot be told
   */
  public CompletableFuture<Boolean> addAll(List<T> facts) {
    CompletableFuture<Boolean> done;
    lock.lock();
    try {
      gathered.addAll(facts);
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
    List<T> batch;
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
    entries(batch)
        .whenComplete((applied, failure) -> {
          submit();
          if (failure != null) {
            done.completeExceptionally(failure);
          } else {
            done.complete(true);
          }
        });
  }

  private CompletableFuture<?> entries(List<T> batch) {
    List<CompletableFuture<?>> entries = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += most) {
      List<T> part = batch.subList(from, Math.min(batch.size(), from + most));
      entries.add(log.apply(List.copyOf(part)));
    }
    return CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new));
  }
}
