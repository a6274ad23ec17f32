package io.divan.domain.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The days of a month that a cron allows, by the day of the month or by the day of the week. */
final class CronDays {
  private static final Pattern LAST_LESS = Pattern.compile("L(?:-(\\d{1,2}))?(W?)");
  private static final Pattern NEAR = Pattern.compile("(\\d{1,2})W");
  private static final Pattern LAST_OF_KIND = Pattern.compile("([A-Z]{3}|\\d)L");
  private static final Pattern NTH = Pattern.compile("([A-Z]{3}|\\d)#(\\d)");

  private final List<Part> parts = new ArrayList<>();
  private final boolean byWeek;
  private final boolean all;

  /** One element of the list in the field. */
  private sealed interface Part {
    record Plain(CronValues values) implements Part {}

    record Last(int less, boolean nearestWorkday) implements Part {}

    record Near(int day) implements Part {}

    record LastOfKind(int dayOfWeek) implements Part {}

    record Nth(int dayOfWeek, int nth) implements Part {}
  }

  private CronDays(boolean byWeek, boolean all) {
    this.byWeek = byWeek;
    this.all = all;
  }

  /**
   * Reads both fields; at least one must leave the day open.
   *
   * @throws io.divan.kernel.failure.Failure USER if they cannot be used
   */
  static CronDays parse(String ofMonth, String ofWeek) {
    boolean openMonth = ofMonth.equals("?") || ofMonth.equals("*");
    boolean openWeek = ofWeek.equals("?") || ofWeek.equals("*");
    if (!openMonth && !openWeek) {
      throw CronField.refusal(
          "it names days of the month and of the week; write \"?\" for one of them");
    }
    var days = new CronDays(!openWeek, openMonth && openWeek);
    String text = openWeek ? ofMonth : ofWeek;
    for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
      days.parts.add(openWeek ? partOfMonth(part) : partOfWeek(part));
    }
    return days;
  }

  private static Part partOfMonth(String part) {
    Matcher last = LAST_LESS.matcher(part);
    if (last.matches()) {
      int less = last.group(1) == null ? 0 : Integer.parseInt(last.group(1));
      if (less > 30) {
        throw CronField.refusal("no month has " + less + " days before its last");
      }
      return new Part.Last(less, !last.group(2).isEmpty());
    }
    Matcher near = NEAR.matcher(part);
    if (near.matches()) {
      return new Part.Near(CronField.DAY_OF_MONTH.value(near.group(1)));
    }
    return new Part.Plain(CronValues.parse(CronField.DAY_OF_MONTH, part));
  }

  private static Part partOfWeek(String part) {
    if (part.equals("L")) {
      return new Part.Plain(CronValues.parse(CronField.DAY_OF_WEEK, "7"));
    }
    Matcher last = LAST_OF_KIND.matcher(part);
    if (last.matches()) {
      return new Part.LastOfKind(CronField.DAY_OF_WEEK.value(last.group(1)));
    }
    Matcher nth = NTH.matcher(part);
    if (nth.matches()) {
      int number = Integer.parseInt(nth.group(2));
      if (number < 1 || number > 5) {
        throw CronField.refusal("no month has a " + number + "th day of a kind");
      }
      return new Part.Nth(CronField.DAY_OF_WEEK.value(nth.group(1)), number);
    }
    return new Part.Plain(CronValues.parse(CronField.DAY_OF_WEEK, part));
  }

  boolean isEveryDay() {
    return all;
  }

  boolean isByWeek() {
    return byWeek;
  }

  /** The days of a month as bits, the first day being bit 1. */
  int of(YearMonth month) {
    int length = month.lengthOfMonth();
    int everyDay = (int) ((1L << (length + 1)) - 2);
    if (all) {
      return everyDay;
    }
    int bits = 0;
    for (Part part : parts) {
      bits |= of(month, length, part);
    }
    return bits & everyDay;
  }

  private int of(YearMonth month, int length, Part part) {
    return switch (part) {
      case Part.Plain(CronValues values) ->
          byWeek ? weekly(month, length, values) : monthly(values);
      case Part.Last(int less, boolean near) -> {
        int day = length - less;
        yield day < 1 ? 0 : 1 << (near ? nearestWorkday(month, day) : day);
      }
      case Part.Near(int day) -> day > length ? 0 : 1 << nearestWorkday(month, day);
      case Part.LastOfKind(int dayOfWeek) -> 1 << lastOfKind(month, length, dayOfWeek);
      case Part.Nth(int dayOfWeek, int nth) -> {
        int day = firstOfKind(month, dayOfWeek) + 7 * (nth - 1);
        yield day > length ? 0 : 1 << day;
      }
    };
  }

  private static int monthly(CronValues values) {
    return values.stream().map(day -> 1 << day).reduce(0, (a, b) -> a | b);
  }

  private static int weekly(YearMonth month, int length, CronValues values) {
    int bits = 0;
    int dayOfWeek = numberOf(month.atDay(1).getDayOfWeek());
    for (int day = 1; day <= length; day++) {
      if (values.has(dayOfWeek)) {
        bits |= 1 << day;
      }
      dayOfWeek = dayOfWeek % 7 + 1;
    }
    return bits;
  }

  private static int firstOfKind(YearMonth month, int dayOfWeek) {
    int first = numberOf(month.atDay(1).getDayOfWeek());
    return 1 + Math.floorMod(dayOfWeek - first, 7);
  }

  private static int lastOfKind(YearMonth month, int length, int dayOfWeek) {
    int last = numberOf(month.atDay(length).getDayOfWeek());
    return length - Math.floorMod(last - dayOfWeek, 7);
  }

  /** The day from Monday to Friday that is nearest within the month. */
  private static int nearestWorkday(YearMonth month, int day) {
    LocalDate date = month.atDay(day);
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> day == 1 ? 3 : day - 1;
      case SUNDAY -> day == month.lengthOfMonth() ? day - 2 : day + 1;
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
    };
  }

  /** As crons count them: Sunday is 1. */
  private static int numberOf(DayOfWeek day) {
    return day.getValue() % 7 + 1;
  }

  /** In words, for a sentence such as "at 10:00 on …". */
  String words() {
    if (all) {
      return "every day";
    }
    return String.join(" and ", parts.stream().map(this::words).toList());
  }

  private String words(Part part) {
    return switch (part) {
      case Part.Plain(CronValues values) ->
          byWeek ? "on " + CronWords.daysOfWeek(values) : "on day " + CronWords.list(values);
      case Part.Last(int less, boolean near) ->
          "on the "
              + (near ? "working day nearest to the " : "")
              + (less == 0 ? "last day" : "day " + less + " before the last")
              + " of the month";
      case Part.Near(int day) -> "on the working day nearest to day " + day;
      case Part.LastOfKind(int day) -> "on the last " + CronWords.dayOfWeek(day) + " of the month";
      case Part.Nth(int day, int nth) ->
          "on the " + CronWords.ordinal(nth) + " " + CronWords.dayOfWeek(day) + " of the month";
    };
  }
}
