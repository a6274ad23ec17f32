package io.divan.guard;

import java.util.concurrent.TimeUnit;

/** The time a guard lives in. */
public interface Ticker {
  /** Nanoseconds since some moment before the guard was made, never negative, never less. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  void sleep(long nanos) throws InterruptedException;

  /** The machine's. */
  static Ticker system() {
    long origin = System.nanoTime();
    return new Ticker() {
      @Override
      public long nanos() {
        return System.nanoTime() - origin;
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    };
  }
}
