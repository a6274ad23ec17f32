package io.divan.rpc.client;

/**
 * How a server compares with the others of a reference: how often its calls fail, how fast it is at
 * its best, and whether it is out of rotation for that. Out of rotation, it comes back by itself
 * after a while, with a tenth of its share first and all of it ten seconds later. Each time soon
 * after the last it stays away twice as long.
 *
 * <p>Where threads meet in the figures, one's may be lost: the next is as good. Source of the
 * scheme: Envoy's outlier detection (ejection times that grow) and slow start (the ramp).
 */
final class Standing {
  /** A rate of failures that is out of line, if the others have less. */
  static final double TOO_MANY = 0.1;

  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST_AWAY = 5 * SECOND;
  private static final long LONGEST_AWAY = 60 * SECOND;
  private static final long RETURN = 10 * SECOND;
  private static final double FIRST_PART = 0.1;

  /** A failure's weight: the rate is that of the last thirty calls or so. */
  private static final double WEIGHT = 1.0 / 32;

  private static final double NEGLIGIBLE = 1e-4;

  /** Times away. */
  private record Away(long until, int times) {}

  private volatile double failures;
  private volatile Away away = new Away(0, 0);
  private volatile boolean inFull = true;

  private int answers;
  private long fastest = Long.MAX_VALUE;
  private int slowTimes;

  /** A call has ended as calls should. */
  void succeeded() {
    double rate = failures;
    if (rate != 0) {
      double updated = rate * (1 - WEIGHT);
      failures = updated < NEGLIGIBLE ? 0 : updated;
    }
  }

  /** A call has failed for a reason that may lie with the server. */
  void failed() {
    double rate = failures;
    failures = rate + (1 - rate) * WEIGHT;
  }

  /** The rate of failures lately, 0 to 1. */
  double failures() {
    return failures;
  }

  /** An answer has come. */
  void answered(long nanos) {
    answers++;
    if (nanos < fastest) {
      fastest = nanos;
    }
  }

  /** The fastest answer since the last time this was asked; 0 if there were not enough to tell. */
  long takeFastest(int enough) {
    long nanos = answers >= enough ? fastest : 0;
    answers = 0;
    fastest = Long.MAX_VALUE;
    return nanos;
  }

  /** Counts how often in a row it was too slow. */
  int slow(boolean tooSlow) {
    slowTimes = tooSlow ? slowTimes + 1 : 0;
    return slowTimes;
  }

  /** Takes the server out of rotation; gives for how many nanoseconds. */
  long eject(long now) {
    Away before = away;
    boolean longAgo = before.times == 0 || now - before.until > LONGEST_AWAY;
    int times = longAgo ? 1 : before.times + 1;
    long nanos = Math.min(LONGEST_AWAY, FIRST_AWAY << Math.min(times - 1, 10));
    away = new Away(now + nanos, times);
    failures = TOO_MANY / 2; // on its return it is watched closely
    slowTimes = 0;
    inFull = false;
    return nanos;
  }

  /** Whether it is out of rotation. */
  boolean isAway(long now) {
    return !inFull && now - away.until < 0;
  }

  /** How much of its share it may have: 0 while away, growing to 1 on its return. */
  double part(long now) {
    if (inFull) {
      return 1;
    }
    long back = now - away.until;
    if (back < 0) {
      return 0;
    }
    if (back > RETURN) {
      inFull = true;
      return 1;
    }
    return FIRST_PART + (1 - FIRST_PART) * back / RETURN;
  }

  /** Whether it has all of its share, without a look at the clock. */
  boolean isInFull() {
    return inFull;
  }
}
