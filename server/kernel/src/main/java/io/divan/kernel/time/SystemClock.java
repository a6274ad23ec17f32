package io.divan.kernel.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's own clock, with one named thread that wakes tasks. */
public final class SystemClock implements Clock, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemClock.class);

  private final ScheduledThreadPoolExecutor scheduler;

  public SystemClock() {
    scheduler =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("divan-clock").daemon(true).factory());
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Wakeup after(Duration delay, Runnable task) {
    return wakeup(scheduler.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public Wakeup every(Duration period, Runnable task) {
    long nanos = period.toNanos();
    return wakeup(
        scheduler.scheduleWithFixedDelay(() -> guarded(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private static Wakeup wakeup(Future<?> future) {
    return () -> future.cancel(false);
  }

  /** The top of the clock's loop: one failing task must not silence the others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A timed task failed; it will run again at its next time if it is periodic", e);
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
