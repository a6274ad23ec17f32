package io.divan.domain.tx;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transaction whose second phase this node is doing. Only timing and what is under way is kept
 * here; all that matters is in the machine, so losing this loses nothing.
 */
final class Driven {
  private final long transaction;
  private final CompletableFuture<TxStatus> firstAttempt = new CompletableFuture<>();
  private final Set<Long> answered = ConcurrentHashMap.newKeySet();
  private final Queue<CompletableFuture<Boolean>> finishing = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long nextAttempt;
  private volatile String waitsFor = "";

  Driven(long transaction) {
    this.transaction = transaction;
  }

  long transaction() {
    return transaction;
  }

  /** Completes with what a client may be told once the first attempt is over. */
  CompletableFuture<TxStatus> firstAttempt() {
    return firstAttempt;
  }

  /** Begins an attempt unless one is under way. */
  boolean begin() {
    return underWay.compareAndSet(false, true);
  }

  boolean isDueAt(long nanos) {
    return !underWay.get() && nanos - nextAttempt >= 0;
  }

  boolean waitsForOneOf(Set<String> resources) {
    return !underWay.get() && resources.contains(waitsFor);
  }

  /** Ends an attempt that did not get everything done. */
  void failed(String resource, long nextAttemptNanos) {
    waitsFor = resource;
    nextAttempt = nextAttemptNanos;
    underWay.set(false);
  }

  int countFailure() {
    return failures.incrementAndGet();
  }

  boolean hasAnswered(Branch branch) {
    return answered.contains(branch.id());
  }

  /**
   * Notes that a branch has said it is done.
   *
   * @param logged completes when the state says so too
   */
  void answered(Branch branch, CompletableFuture<Boolean> logged) {
    answered.add(branch.id());
    finishing.add(logged);
  }

  /** Completes when everything noted so far is in the state; forgets what could not be logged. */
  CompletableFuture<Void> allLogged() {
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (var each = finishing.poll(); each != null; each = finishing.poll()) {
      all.add(each);
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .exceptionally(failure -> {
          answered.clear(); // asked again: a branch that is done says so
          return null;
        });
  }
}
