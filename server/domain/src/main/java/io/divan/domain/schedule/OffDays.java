package io.divan.domain.schedule;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * Days on which nothing happens.
 *
 * @param weekly days of each week
 * @param dates single days
 */
public record OffDays(Set<DayOfWeek> weekly, Set<LocalDate> dates) {
  private static final OffDays NONE = new OffDays(Set.of(), Set.of());
  private static final int MOST_DATES = 5_000;

  public OffDays {
    if (weekly.size() == DayOfWeek.values().length) {
      throw refusal("it leaves no day of the week");
    }
    if (dates.size() > MOST_DATES) {
      throw refusal("it has more than " + MOST_DATES + " dates");
    }
    weekly = Set.copyOf(weekly);
    dates = Set.copyOf(dates);
  }

  private static Failure refusal(String why) {
    return Failure.of(Kind.USER, "schedule.calendar", "The calendar cannot be used: " + why + ".");
  }

  public static OffDays none() {
    return NONE;
  }

  boolean has(LocalDate day) {
    return weekly.contains(day.getDayOfWeek()) || dates.contains(day);
  }
}
