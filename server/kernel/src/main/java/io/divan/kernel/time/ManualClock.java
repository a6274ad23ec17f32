package io.divan.kernel.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until somebody moves it; tasks run on the thread that does. For tests
 * that own the time of an embedded server.
 */
public final class ManualClock implements Clock {
  private final ReentrantLock lock = new ReentrantLock(); // guards every field below
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong((Task task) -> task.at).thenComparingLong(task -> task.order));
  private final Instant origin;
  private long elapsed;
  private long order;

  public ManualClock(Instant origin) {
    this.origin = origin;
  }

  @Override
  public Instant now() {
    return origin.plusNanos(nanos());
  }

  @Override
  public long nanos() {
    lock.lock();
    try {
      return elapsed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Wakeup after(Duration delay, Runnable task) {
    return cancellable(new Task(delay.toNanos(), 0, task));
  }

  @Override
  public Wakeup every(Duration period, Runnable task) {
    return cancellable(new Task(period.toNanos(), period.toNanos(), task));
  }

  private Wakeup cancellable(Task task) {
    schedule(task);
    return () -> remove(task);
  }

  private void schedule(Task task) {
    lock.lock();
    try {
      task.at += elapsed;
      task.order = order++;
      tasks.add(task);
    } finally {
      lock.unlock();
    }
  }

  private void remove(Task task) {
    lock.lock();
    try {
      task.cancelled = true;
      tasks.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /** Moves the time forward, running what falls due on the way, in order. */
  public void advance(Duration by) {
    long end = nanos() + by.toNanos();
    for (Task due = nextUntil(end); due != null; due = nextUntil(end)) {
      due.work.run();
      if (due.period > 0 && !due.cancelled) {
        due.at = due.period;
        schedule(due);
      }
    }
    lock.lock();
    try {
      elapsed = end;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Task nextUntil(long end) {
    lock.lock();
    try {
      Task next = tasks.peek();
      if (next == null || next.at > end) {
        return null;
      }
      tasks.remove();
      elapsed = Math.max(elapsed, next.at);
      return next;
    } finally {
      lock.unlock();
    }
  }

  private static final class Task {
    private long at;
    private final long period;
    private final Runnable work;
    private long order;
    private volatile boolean cancelled;

    Task(long at, long period, Runnable work) {
      this.at = at;
      this.period = period;
      this.work = work;
    }
  }
}
