package io.divan.kernel.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Warns at most once a second, and says how many like it were left out: what strangers send must be
 * seen in the log and must not fill it.
 */
public final class ThrottledLog {
  private static final long PAUSE = 1_000_000_000L;

  private final Logger log;
  private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong leftOut = new AtomicLong();

  public ThrottledLog(Logger log) {
    this.log = log;
  }

  /**
   * @param nanos monotonic time
   */
  public void warn(long nanos, String message, Object... arguments) {
    long due = next.get();
    if ((due != Long.MIN_VALUE && nanos - due < 0) || !next.compareAndSet(due, nanos + PAUSE)) {
      leftOut.incrementAndGet();
      return;
    }
    long more = leftOut.getAndSet(0);
    if (more == 0) {
      log.warn(message, arguments);
    } else {
      log.warn(message + " (and " + more + " more like it)", arguments);
    }
  }
}
