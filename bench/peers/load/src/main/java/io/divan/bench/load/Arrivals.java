package io.divan.bench.load;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How late each of the awaited came, in milliseconds by the clock that planned them too. */
public final class Arrivals {
  private final long from;
  private final long until;
  private final long[] late;
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch missing;
  private volatile long last;

  /**
   * @param from due from then on, in milliseconds
   * @param until and before then
   */
  public Arrivals(long from, long until, int number) {
    this.from = from;
    this.until = until;
    this.late = new long[number];
    this.missing = new CountDownLatch(number);
  }

  /** One has come, that was due at the given time; others than the awaited are passed over. */
  public void arrived(long due) {
    long now = System.currentTimeMillis();
    if (due < from || due >= until) {
      return;
    }
    int index = count.getAndIncrement();
    if (index < late.length) {
      late[index] = now - due;
      last = Math.max(last, now);
    }
    missing.countDown();
  }

  /**
   * {@code count milliseconds p50 p99 longest}: from the first that was due to the last that came.
   */
  public String await(long millis) throws InterruptedException {
    missing.await(millis, TimeUnit.MILLISECONDS);
    int number = Math.min(count.get(), late.length);
    if (number == 0) {
      return "0 0 0 0 0";
    }
    long[] sorted = Arrays.copyOf(late, number);
    Arrays.sort(sorted);
    return number
        + " "
        + (last - from)
        + " "
        + sorted[number / 2]
        + " "
        + sorted[(int) Math.ceil(number * 0.99) - 1]
        + " "
        + sorted[number - 1];
  }
}
