package io.divan.domain.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A schedule within its bounds.
 *
 * @param from nothing happens before; {@link Instant#MIN} if there is no such bound
 * @param until nothing happens after; {@link Instant#MAX} if there is no such bound
 * @param off days, in the schedule's zone, on which nothing happens
 */
public record Timetable(Schedule schedule, Instant from, Instant until, OffDays off) {
  private static final int MOST_SKIPPED = 10_000; // days off in a row

  public static Timetable of(Schedule schedule) {
    return new Timetable(schedule, Instant.MIN, Instant.MAX, OffDays.none());
  }

  /**
   * The first time after a moment.
   *
   * @param origin from which periods are counted
   */
  public Optional<Instant> next(Instant origin, Instant after) {
    Instant at = after.isBefore(from) ? from.minusMillis(1) : after;
    ZoneId zone = schedule.days();
    for (int skipped = 0; skipped < MOST_SKIPPED; skipped++) {
      Optional<Instant> next = schedule.next(origin, at);
      if (next.isEmpty() || next.get().isAfter(until)) {
        return Optional.empty();
      }
      LocalDate day = LocalDate.ofInstant(next.get(), zone);
      if (!off.has(day)) {
        return next;
      }
      at = day.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
    }
    return Optional.empty();
  }

  /** The next times after a moment, as they are if each is kept. */
  public List<Instant> upcoming(Instant origin, Instant after, int most) {
    List<Instant> times = new ArrayList<>();
    Instant counted = origin;
    Instant at = after;
    while (times.size() < most) {
      Optional<Instant> next = next(counted, at);
      if (next.isEmpty()) {
        return times;
      }
      at = next.get();
      counted = at;
      times.add(at);
    }
    return times;
  }
}
