package io.divan.domain.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Crons as English sentences. */
final class CronWords {
  private static final int FEW_TIMES = 6;

  private CronWords() {}

  static String of(
      CronValues seconds,
      CronValues minutes,
      CronValues hours,
      CronDays days,
      CronValues months,
      CronValues years) {
    var words = new StringBuilder(time(seconds, minutes, hours));
    words.append(days.isEveryDay() && isWithinDay(hours) ? "" : ", " + days.words());
    if (!months.isAll()) {
      words.append(" in ").append(list(months, CronWords::month));
    }
    if (!years.isAll()) {
      words.append(" of ").append(list(years));
    }
    return words.toString();
  }

  private static boolean isWithinDay(CronValues hours) {
    return hours.isAll();
  }

  private static String time(CronValues seconds, CronValues minutes, CronValues hours) {
    if (isFew(seconds)
        && isFew(minutes)
        && isFew(hours)
        && times(seconds, minutes, hours) <= FEW_TIMES) {
      return "at " + join(moments(seconds, minutes, hours));
    }
    String within = hours.isAll() ? "" : " during hour " + list(hours);
    if (seconds.isAll()) {
      return "every second" + of("minute", minutes) + within;
    }
    String second =
        isOnlyZero(seconds) ? "" : every("second", seconds) + (minutes.isAll() ? "" : " of ");
    if (minutes.isAll()) {
      String unit = second.isEmpty() ? "every minute" : second;
      return (unit.startsWith("every") ? unit : unit + " of every minute") + within;
    }
    if (isOnlyZero(minutes) && second.isEmpty()) {
      return hours.isAll() ? "every hour" : every("hour", hours);
    }
    return second + every("minute", minutes) + (hours.isAll() ? " of every hour" : within);
  }

  private static String of(String unit, CronValues values) {
    return values.isAll() ? "" : " of " + every(unit, values);
  }

  private static String every(String unit, CronValues values) {
    int[] all = values.stream().toArray();
    int span = values.field().most() - values.field().least() + 1;
    if (all.length > 2 && all[0] == 0 && span % all.length == 0 && isEven(all, span / all.length)) {
      return "every " + span / all.length + " " + unit + "s";
    }
    return unit + " " + list(values);
  }

  private static boolean isEven(int[] values, int step) {
    for (int i = 1; i < values.length; i++) {
      if (values[i] - values[i - 1] != step) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOnlyZero(CronValues values) {
    return values.bits().cardinality() == 1 && values.first() == 0;
  }

  private static boolean isFew(CronValues values) {
    return values.bits().cardinality() <= FEW_TIMES;
  }

  private static int times(CronValues seconds, CronValues minutes, CronValues hours) {
    return seconds.bits().cardinality() * minutes.bits().cardinality() * hours.bits().cardinality();
  }

  private static List<String> moments(CronValues seconds, CronValues minutes, CronValues hours) {
    List<String> moments = new ArrayList<>();
    hours.stream()
        .forEach(h ->
            minutes.stream()
                .forEach(m ->
                    seconds.stream()
                        .forEach(s ->
                            moments.add(
                                s == 0
                                    ? String.format(Locale.ROOT, "%02d:%02d", h, m)
                                    : String.format(Locale.ROOT, "%02d:%02d:%02d", h, m, s)))));
    return moments;
  }

  static String list(CronValues values) {
    return list(values, Integer::toString);
  }

  /** Runs of values as "3 to 7", the rest one by one. */
  private static String list(CronValues values, IntFunction<String> name) {
    List<String> parts = new ArrayList<>();
    int[] all = values.stream().toArray();
    for (int i = 0; i < all.length; ) {
      int end = i;
      while (end + 1 < all.length && all[end + 1] == all[end] + 1) {
        end++;
      }
      if (end - i >= 2) {
        parts.add(name.apply(all[i]) + " to " + name.apply(all[end]));
      } else {
        for (int j = i; j <= end; j++) {
          parts.add(name.apply(all[j]));
        }
      }
      i = end + 1;
    }
    return join(parts);
  }

  static String daysOfWeek(CronValues values) {
    return list(values, CronWords::dayOfWeek);
  }

  private static String join(List<String> parts) {
    return parts.size() < 2
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  static String dayOfWeek(int number) {
    return DayOfWeek.of((number + 5) % 7 + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String month(int number) {
    return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  static String ordinal(int number) {
    return switch (number) {
      case 1 -> "first";
      case 2 -> "second";
      case 3 -> "third";
      case 4 -> "fourth";
      default -> "fifth";
    };
  }
}
