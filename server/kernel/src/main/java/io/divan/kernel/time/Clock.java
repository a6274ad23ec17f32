package io.divan.kernel.time;

import java.time.Duration;
import java.time.Instant;

/** The time, and waking up at one. Owned by the program that composes the server, or by a test. */
public interface Clock {
  /** Wall-clock time, for what is written down or shown. */
  Instant now();

  /** Monotonic nanoseconds, for durations and deadlines; the origin has no meaning. */
  long nanos();

  /**
   * Runs {@code task} once, no earlier than {@code delay} from now, on a thread of the clock. The
   * task must be short: longer work goes to a thread of its owner.
   */
  Wakeup after(Duration delay, Runnable task);

  /** Runs {@code task} again and again, {@code period} apart, until cancelled. */
  Wakeup every(Duration period, Runnable task);

  /** A task that will run; cancelling one that has run does nothing. */
  interface Wakeup {
    void cancel();
  }
}
