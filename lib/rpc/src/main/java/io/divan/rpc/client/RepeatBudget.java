package io.divan.rpc.client;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What a reference may spend on repeated calls: a share of the calls made, and a few a second
 * besides. Costs nothing until a call is to be repeated. Source: Finagle's {@code RetryBudget}.
 */
final class RepeatBudget {
  private static final double SHARE = 0.1;
  private static final double PER_SECOND = 10;

  /** What ten quiet seconds earn, and ten busy ones up to ten thousand calls a second. */
  private static final double MOST_SAVED = 10 * PER_SECOND;

  private static final double MOST_SAVED_SHARE = 10 * SHARE * 10_000;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private double slow = MOST_SAVED;
  private double share;
  private long callsBefore;
  private long before;

  RepeatBudget(long now) {
    this.before = now;
  }

  /**
   * Spends one repeated call; false if there is nothing left to spend.
   *
   * @param calls how many have been made so far
   */
  boolean spend(long calls, long now) {
    lock.lock();
    try {
      slow = Math.min(MOST_SAVED, slow + PER_SECOND * Math.max(0, now - before) / 1e9);
      share = Math.min(MOST_SAVED_SHARE, share + SHARE * Math.max(0, calls - callsBefore));
      before = now;
      callsBefore = calls;
      if (share >= 1) {
        share--;
        return true;
      }
      if (slow >= 1) {
        slow--;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
