package io.divan.bank.demo;

import io.divan.bank.demo.FaultPlan.Kill;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kills whom the plan says when it says so, and starts them again. */
final class Faults implements AutoCloseable {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final List<Kill> kills;
  private final Installation installation;
  private final Tally tally;
  private final Watch watch;
  private final Thread thread;
  private volatile boolean over;
  private volatile @Nullable Throwable failure;

  Faults(List<Kill> kills, Installation installation, Tally tally, Watch watch) {
    this.kills = kills;
    this.installation = installation;
    this.tally = tally;
    this.watch = watch;
    this.thread = Thread.ofPlatform().name("faults").unstarted(this::strikeAll);
  }

  void start() {
    thread.start();
  }

  private void strikeAll() {
    try {
      for (Kill each : kills) {
        while (tally.done() < each.afterOrders() && !over) {
          LockSupport.parkNanos(POLL_NANOS);
        }
        if (over) {
          return;
        }
        strike(each);
      }
    } catch (RuntimeException | AssertionError e) { // told to whoever asks in the end
      failure = e;
    }
  }

  private void strike(Kill kill) {
    String title = kill.victim().title();
    watch.event("kill -9 of " + title + ", with " + Screen.count(tally.done()) + " orders done");
    installation.kill9(kill.victim());
    installation.startAgain(kill.victim());
    watch.event(title + " started again");
  }

  /** Waits for a strike under way; the rest is off. */
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void requireNoFailure() throws DemoFailure {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new DemoFailure("what was killed did not start again: " + thrown.getMessage(), thrown);
    }
  }
}
