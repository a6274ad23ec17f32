package io.divan.rpc.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Warnings that strangers can cause: the first few of every ten seconds, and how many more there
 * were. A flood of bad connections must not become a flood of lines.
 */
public final class SparseLog {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);
  private static final int PER_PERIOD = 20;

  private final Logger log;
  private final AtomicLong periodStart = new AtomicLong(System.nanoTime());
  private final AtomicLong inPeriod = new AtomicLong();

  public SparseLog(Logger log) {
    this.log = log;
  }

  /** Logs the message, or counts it. */
  public void warn(String format, @Nullable Object... arguments) {
    long start = periodStart.get();
    long now = System.nanoTime();
    if (now - start > PERIOD && periodStart.compareAndSet(start, now)) {
      long suppressed = inPeriod.getAndSet(0) - PER_PERIOD;
      if (suppressed > 0) {
        log.warn("{} more warnings of this kind were left out", suppressed);
      }
    }
    if (inPeriod.incrementAndGet() <= PER_PERIOD) {
      log.warn(format, arguments);
    }
  }
}
