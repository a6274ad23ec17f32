package io.divan.bank.demo;

import io.divan.bank.StandingOrder;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What has come of the orders so far, for people to watch. The books never come from here. */
final class Tally {
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong rolledBack = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();
  private final Queue<StandingOrder> refused = new ConcurrentLinkedQueue<>();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong submittedAgain = new AtomicLong();
  private final Latencies latencies = new Latencies();

  void committed(Duration took) {
    latencies.add(took.toNanos());
    committed.incrementAndGet();
  }

  void refused(StandingOrder order) {
    refused.add(order);
    refusals.incrementAndGet();
  }

  void rolledBack() {
    rolledBack.incrementAndGet();
  }

  void unanswered() {
    unanswered.incrementAndGet();
  }

  void retried() {
    retried.incrementAndGet();
  }

  void settled() {
    settled.incrementAndGet();
  }

  long committed() {
    return committed.get();
  }

  /** How many times the answer was that the funds do not suffice. */
  long refusals() {
    return refusals.get();
  }

  /** Transactions undone, refusals included. */
  long rollbacks() {
    return rolledBack.get() + refusals.get();
  }

  /** Attempts beyond the first at the same order. */
  long retries() {
    return retried.get();
  }

  /** Calls without an answer that tells. */
  long unansweredCalls() {
    return unanswered.get();
  }

  /** Transactions whose end was asked for. */
  long settlements() {
    return settled.get();
  }

  /** Orders that are executed, or refused and not submitted again. */
  long done() {
    return committed.get() + refusals.get() - submittedAgain.get();
  }

  Latencies latencies() {
    return latencies;
  }

  /** The refused orders, which are forgotten here with this call. */
  List<StandingOrder> takeRefused() {
    List<StandingOrder> taken = List.copyOf(refused);
    refused.clear();
    submittedAgain.addAndGet(taken.size());
    return taken;
  }
}
