package io.divan.guard.gate;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls at even distances with some tolerance, in one word: the moment at which the next call would
 * come if all came evenly. It is the generic cell rate algorithm (ITU-T I.371, annex A, virtual
 * scheduling); a leaky and a token bucket are both it, the one waiting and the other not.
 */
final class Spacing {
  private static final int FRACTION = 4; // bits of time below the nanosecond

  private final AtomicLong next = new AtomicLong();

  /**
   * Takes a place.
   *
   * @param distance nanoseconds to the place after it
   * @param early how long before its moment a call may come, in nanoseconds
   * @param longestWait how long after that it may still wait
   * @return how long to wait, or {@link Gate#REFUSED}
   */
  long take(long now, double distance, double early, long longestWait) {
    long at = now << FRACTION;
    long step = step(distance);
    while (true) {
      long due = next.get();
      long place = Math.max(due, at);
      long wait = ((place - at) >> FRACTION) - (long) early;
      if (wait > longestWait) {
        return Gate.REFUSED;
      }
      if (next.compareAndSet(due, place + step)) {
        return Math.max(0, wait);
      }
    }
  }

  void giveBack(double distance) {
    next.addAndGet(-step(distance));
  }

  private static long step(double distance) {
    return Math.max(1, Math.round(distance * (1 << FRACTION)));
  }

  /** Whether it says no more than one that has never been used. */
  boolean isIdle(long now) {
    return next.get() <= now << FRACTION;
  }
}
