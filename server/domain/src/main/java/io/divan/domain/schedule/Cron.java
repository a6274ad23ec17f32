package io.divan.domain.schedule;

import io.divan.kernel.failure.Failure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron as Quartz and XXL-JOB write it: second, minute, hour, day of month, month, day of week
 * (Sunday is 1) and, if wanted, year; with {@code * ? , - /}, names, {@code L}, {@code L-3}, {@code
 * LW}, {@code 15W}, {@code 6L} and {@code 6#3}.
 *
 * <p>When clocks change: a cron of certain hours fires once on each day; at the moment the clocks
 * go forward if its time is skipped, at the first of the two if its time comes twice. A cron of
 * every hour fires in every hour that passes. This is the rule of Vixie's cron 3.0.
 */
public final class Cron {
  private static final int MOST_LENGTH = 500;

  private final String text;
  private final CronValues seconds;
  private final CronValues minutes;
  private final CronValues hours;
  private final CronDays days;
  private final CronValues months;
  private final CronValues years;

  private Cron(String text, String[] fields) {
    this.text = text;
    this.seconds = CronValues.parse(CronField.SECOND, fields[0]);
    this.minutes = CronValues.parse(CronField.MINUTE, fields[1]);
    this.hours = CronValues.parse(CronField.HOUR, fields[2]);
    this.days = CronDays.parse(fields[3], fields[5]);
    this.months = CronValues.parse(CronField.MONTH, fields[4]);
    this.years =
        fields.length == 7
            ? CronValues.parse(CronField.YEAR, fields[6])
            : CronValues.all(CronField.YEAR);
  }

  /**
   * Reads a cron.
   *
   * @throws Failure USER if it cannot be used; the message says which part and why
   */
  public static Cron parse(String text) {
    if (text.length() > MOST_LENGTH) {
      throw CronField.refusal("it is longer than " + MOST_LENGTH + " characters");
    }
    String[] fields = text.strip().split("\\s+");
    if (fields.length < 6 || fields.length > 7) {
      throw CronField.refusal(
          "it has "
              + (text.isBlank() ? 0 : fields.length)
              + " fields; six or seven are needed: second minute hour day-of-month month"
              + " day-of-week [year]");
    }
    return new Cron(String.join(" ", fields), fields);
  }

  /** Its first firing after a moment; empty if there is none before the year 2200. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    boolean everyHour = hours.isAll();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime from =
        LocalDateTime.ofInstant(after, offset).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    if (!everyHour) {
      from = pastRepetition(rules, after, from);
    }
    Instant at = after;
    LocalDateTime match = search(from);
    while (match != null) {
      ZoneOffsetTransition change = rules.nextTransition(at);
      if (change == null || match.isBefore(change.getDateTimeBefore())) {
        return Optional.of(match.toInstant(offset));
      }
      offset = change.getOffsetAfter();
      at = change.getInstant();
      if (change.isGap()) {
        if (!everyHour && match.isBefore(change.getDateTimeAfter())) {
          return Optional.of(at);
        }
        match = search(later(match, change.getDateTimeAfter()));
      } else if (everyHour) {
        match = search(change.getDateTimeAfter());
      }
    }
    return Optional.empty();
  }

  /** The second of two equal hours is over before a cron of certain hours fires again. */
  private static LocalDateTime pastRepetition(ZoneRules rules, Instant after, LocalDateTime from) {
    ZoneOffsetTransition before = rules.previousTransition(after.plusNanos(1));
    return before != null && before.isOverlap() ? later(from, before.getDateTimeBefore()) : from;
  }

  private static LocalDateTime later(LocalDateTime a, LocalDateTime b) {
    return a.isBefore(b) ? b : a;
  }

  /** The first matching local time that is not before the given one; null if there is none. */
  private @Nullable LocalDateTime search(LocalDateTime from) {
    LocalTime time = timeFrom(from.toLocalTime());
    int year = years.from(from.getYear());
    while (year > 0) {
      int month = months.from(year == from.getYear() ? from.getMonthValue() : 1);
      while (month > 0) {
        var yearMonth = YearMonth.of(year, month);
        int bits = days.of(yearMonth);
        boolean isFirst = year == from.getYear() && month == from.getMonthValue();
        if (isFirst) {
          int today = from.getDayOfMonth();
          if (time != null && (bits & (1 << today)) != 0) {
            return yearMonth.atDay(today).atTime(time);
          }
          bits = today == 31 ? 0 : bits & (-1 << (today + 1));
        }
        if (bits != 0) {
          return yearMonth.atDay(Integer.numberOfTrailingZeros(bits)).atTime(firstTime());
        }
        month = month == 12 ? -1 : months.from(month + 1);
      }
      year = years.from(year + 1);
    }
    return null;
  }

  private LocalTime firstTime() {
    return LocalTime.of(hours.first(), minutes.first(), seconds.first());
  }

  private @Nullable LocalTime timeFrom(LocalTime from) {
    int hour = hours.from(from.getHour());
    if (hour < 0) {
      return null;
    }
    if (hour > from.getHour()) {
      return LocalTime.of(hour, minutes.first(), seconds.first());
    }
    int minute = minutes.from(from.getMinute());
    if (minute == from.getMinute()) {
      int second = seconds.from(from.getSecond());
      if (second >= 0) {
        return LocalTime.of(hour, minute, second);
      }
      minute = minute == 59 ? -1 : minutes.from(minute + 1);
    }
    if (minute >= 0) {
      return LocalTime.of(hour, minute, seconds.first());
    }
    hour = hour == 23 ? -1 : hours.from(hour + 1);
    return hour < 0 ? null : LocalTime.of(hour, minutes.first(), seconds.first());
  }

  /** In English, for people who do not read crons: "at 02:30, on Monday to Friday". */
  public String words() {
    return CronWords.of(seconds, minutes, hours, days, months, years);
  }

  /** As it was written, with single spaces. */
  @Override
  public String toString() {
    return text;
  }
}
