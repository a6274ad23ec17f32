package io.divan.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A time that passes when the test says so, and when somebody waits. */
final class ManualTicker implements Ticker {
  private final AtomicLong now = new AtomicLong(1_000_000);

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void sleep(long nanos) {
    now.addAndGet(nanos);
  }

  void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
