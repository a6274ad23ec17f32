package io.divan.bank.demo;

import io.divan.bank.Clearing;
import io.divan.bank.Clearing.Answer;
import io.divan.bank.StandingOrder;
import io.divan.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has orders executed by clearing, several at a time, and asks again about each until it is either
 * executed or refused for want of funds.
 */
final class OrderRun {
  private static final Logger log = Logger.getLogger(OrderRun.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Clearing clearing;
  private final int workers;
  private final Tally tally;
  private final Duration patience;
  private volatile boolean over;

  /**
   * Prepares a run.
   *
   * @param patience how long an order may go without coming to an end before all is given up
   */
  OrderRun(Clearing clearing, int workers, Tally tally, Duration patience) {
    this.clearing = clearing;
    this.workers = workers;
    this.tally = tally;
    this.patience = patience;
  }

  /** Returns when every order is executed or refused. */
  void execute(List<StandingOrder> orders) throws DemoFailure {
    Queue<StandingOrder> open = new ConcurrentLinkedQueue<>(orders);
    Queue<String> givenUp = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofVirtual().name("orders-" + i).start(() -> work(open, givenUp)));
    }
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException e) {
      over = true;
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
    if (!givenUp.isEmpty()) {
      throw new DemoFailure(String.join("; ", givenUp));
    }
  }

  private void work(Queue<StandingOrder> open, Queue<String> givenUp) {
    StandingOrder order;
    while (!over && (order = open.poll()) != null) {
      if (!execute(order)) {
        over = true;
        givenUp.add(
            "order " + order.number() + " came to no end in " + patience.toSeconds() + " s");
      }
    }
  }

  private boolean execute(StandingOrder order) {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Answer answer = ask(order);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      if (answer != null && isEnd(order, answer, took)) {
        return true;
      }
      if (over || took.compareTo(patience) > 0) {
        return false;
      }
      tally.retried();
      // Not all at once: half the pause is drawn.
      long half = pause.toNanos() / 2;
      LockSupport.parkNanos(half + ThreadLocalRandom.current().nextLong(half));
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Null if there is no answer: the order may have been executed or not. */
  private @Nullable Answer ask(StandingOrder order) {
    try {
      return clearing.execute(order);
    } catch (RpcException e) {
      log.info(() -> "order " + order.number() + ": " + e);
      tally.unanswered();
      return null;
    }
  }

  private boolean isEnd(StandingOrder order, Answer answer, Duration took) {
    if (answer.settled()) {
      tally.settled();
    }
    switch (answer.outcome()) {
      case EXECUTED -> tally.committed(took);
      case REFUSED -> tally.refused(order);
      case ROLLED_BACK -> {
        if (!answer.xid().isEmpty()) {
          tally.rolledBack();
        }
      }
      case UNKNOWN -> tally.unanswered();
    }
    if (!answer.reason().isEmpty()) {
      log.info(() -> "order " + order.number() + ": " + answer);
    }
    return switch (answer.outcome()) {
      case EXECUTED, REFUSED -> true;
      case ROLLED_BACK, UNKNOWN -> false;
    };
  }
}
