package io.divan.rpc.client;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes servers out of rotation whose calls fail more often than the others', or that are slower at
 * their best. Compared with each other, because what goes wrong at all of them is not theirs; and
 * never more than half of them, because the rest would have to carry their load.
 */
final class Outliers {
  private static final Logger LOG = LoggerFactory.getLogger(Outliers.class);

  private static final long INTERVAL = 1_000_000_000L;

  /** How many times the others' rate of failures is out of line. */
  private static final double MORE_OFTEN = 3;

  /** How many times the others' time, and how much longer at least, is out of line. */
  private static final int SLOWER = 5;

  private static final long SLOWER_BY = 5_000_000;
  private static final int INTERVALS_IN_A_ROW = 3;
  private static final int ENOUGH_ANSWERS = 5;

  private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + INTERVAL);

  /** A server's call has failed; may put it out of rotation. */
  void failed(Target target, List<Target> all, long now) {
    Standing standing = target.standing();
    if (standing.failures() < Standing.TOO_MANY || standing.isAway(now)) {
      return;
    }
    double others = 0;
    int count = 0;
    for (Target other : all) {
      if (!other.equals(target) && !other.standing().isAway(now)) {
        others += other.standing().failures();
        count++;
      }
    }
    if (count > 0 && standing.failures() > MORE_OFTEN * others / count) {
      eject(target, all, now, "its calls fail");
    }
  }

  /** To be called now and then: once a second looks for servers that are too slow. */
  void look(List<Target> all, long now) {
    long due = nextLook.get();
    if (now - due < 0 || !nextLook.compareAndSet(due, now + INTERVAL)) {
      return;
    }
    long[] fastest = new long[all.size()];
    for (int i = 0; i < fastest.length; i++) {
      fastest[i] = all.get(i).standing().takeFastest(ENOUGH_ANSWERS);
    }
    long usual = median(fastest);
    for (int i = 0; i < fastest.length; i++) {
      Target target = all.get(i);
      boolean slow = usual > 0 && fastest[i] > Math.max(SLOWER * usual, usual + SLOWER_BY);
      if ((slow || fastest[i] != 0)
          && target.standing().slow(slow) >= INTERVALS_IN_A_ROW
          && !target.standing().isAway(now)) {
        eject(target, all, now, "it is slow");
      }
    }
  }

  /** The lower median of those that are known; 0 if fewer than three are. */
  private static long median(long[] nanos) {
    long[] known = Arrays.stream(nanos).filter(n -> n > 0).sorted().toArray();
    return known.length < 3 ? 0 : known[(known.length - 1) / 2];
  }

  private static void eject(Target target, List<Target> all, long now, String why) {
    long away = all.stream().filter(each -> each.standing().isAway(now)).count();
    if (2 * (away + 1) <= all.size()) {
      long nanos = target.standing().eject(now);
      LOG.warn("{} gets no calls for {} s: {}", target.name(), nanos / INTERVAL, why);
    }
  }
}
