package io.divan.domain.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which jobs are due, at a cost that does not grow with how many there are (Varghese and
 * Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7). Ticks are milliseconds; six
 * levels of 256 slots reach 8,900 years. Used by one thread.
 */
final class TimingWheel {
  private static final int BITS = 8;
  private static final int SLOTS = 1 << BITS;
  private static final int LEVELS = 6;
  private static final long REACH = (1L << (BITS * LEVELS)) - 1;
  private final List<List<Map<Long, Long>>> levels = new ArrayList<>();
  private final int[] filled = new int[LEVELS]; // entries in each level
  private final Map<Long, Long> dues = new HashMap<>();
  private long now;

  TimingWheel(Instant start) {
    now = start.toEpochMilli();
    for (int level = 0; level < LEVELS; level++) {
      List<Map<Long, Long>> slots = new ArrayList<>();
      for (int slot = 0; slot < SLOTS; slot++) {
        slots.add(new HashMap<>(0));
      }
      levels.add(slots);
    }
  }

  /** Sets or moves a job's time; one that is past comes with the next advance. */
  void set(long job, Instant due) {
    remove(job);
    long at = Math.max(due.toEpochMilli(), now + 1);
    at = Math.min(at, now | REACH);
    dues.put(job, at);
    put(job, at);
  }

  void remove(long job) {
    Long due = dues.remove(job);
    if (due != null) {
      int level = level(due);
      slot(level, due).remove(job);
      filled[level]--;
    }
  }

  int size() {
    return dues.size();
  }

  /** Takes out the jobs whose time has come, those due earlier first. */
  List<Due> advance(Instant to) {
    long end = to.toEpochMilli();
    List<Due> due = new ArrayList<>();
    while (now < end) {
      now = Math.min(end, nextTick());
      cascade();
      take(due);
    }
    due.sort(Comparator.comparing(Due::at).thenComparingLong(Due::job));
    return due;
  }

  /** The next tick in which something may happen: empty levels are stepped over. */
  private long nextTick() {
    int level = 0;
    while (level < LEVELS - 1 && filled[level] == 0) {
      level++;
    }
    long step = 1L << (BITS * level);
    return (now & -step) + step;
  }

  private void cascade() {
    for (int level = LEVELS - 1; level > 0; level--) {
      if ((now & ((1L << (BITS * level)) - 1)) == 0) {
        Map<Long, Long> slot = slot(level, now);
        Map<Long, Long> moved = new HashMap<>(slot);
        slot.clear();
        filled[level] -= moved.size();
        moved.forEach(this::put);
      }
    }
  }

  private void take(List<Due> due) {
    Map<Long, Long> slot = slot(0, now);
    filled[0] -= slot.size();
    slot.forEach((job, at) -> due.add(new Due(job, Instant.ofEpochMilli(at))));
    slot.keySet().forEach(dues::remove);
    slot.clear();
  }

  private void put(long job, long due) {
    int level = level(due);
    slot(level, due).put(job, due);
    filled[level]++;
  }

  /** The highest digit, in base 256, in which the time differs from now. */
  private int level(long due) {
    int differing = Long.SIZE - Long.numberOfLeadingZeros((due ^ now) | 1);
    return (differing - 1) / BITS;
  }

  private Map<Long, Long> slot(int level, long at) {
    return levels.get(level).get((int) (at >>> (BITS * level)) & (SLOTS - 1));
  }

  /**
   * @param at when it was due
   */
  record Due(long job, Instant at) {}
}
