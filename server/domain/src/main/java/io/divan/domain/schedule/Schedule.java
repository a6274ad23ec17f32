package io.divan.domain.schedule;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** When something happens, as somebody asked for it. */
public sealed interface Schedule {

  /** Never by itself. */
  record Never() implements Schedule {}

  /** At the times of a cron in a zone. */
  record AtCron(Cron cron, ZoneId zone) implements Schedule {}

  /** Again and again, counted from the planned time of the firing before. */
  record FixedRate(Duration period) implements Schedule {}

  /** Again and again, counted from the end of the firing before. */
  record FixedDelay(Duration delay) implements Schedule {}

  /** Once. */
  record Once(Instant at) implements Schedule {}

  /** Whenever somebody reports an event of that name. */
  record OnEvent(String event) implements Schedule {}

  /** The kinds, as a text names them. */
  enum Form {
    NEVER,
    CRON,
    FIXED_RATE,
    FIXED_DELAY,
    ONCE,
    EVENT
  }

  Duration SHORTEST = Duration.ofSeconds(1);
  Duration LONGEST = Duration.ofDays(3660);

  /**
   * Reads a schedule.
   *
   * @param value of CRON the cron, of FIXED_RATE and FIXED_DELAY seconds or an ISO duration, of
   *     ONCE an ISO instant, of EVENT a name, of NEVER nothing
   * @param zone of a cron
   * @throws Failure USER if it cannot be used
   */
  static Schedule parse(Form form, String value, String zone) {
    return switch (form) {
      case NEVER -> new Never();
      case CRON -> new AtCron(Cron.parse(value), zone(zone));
      case FIXED_RATE -> new FixedRate(duration(value));
      case FIXED_DELAY -> new FixedDelay(duration(value));
      case ONCE -> new Once(instant(value));
      case EVENT -> new OnEvent(event(value));
    };
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw refusal("\"" + zone + "\" is no time zone; write one such as Europe/Berlin");
    }
  }

  private static Duration duration(String value) {
    Duration duration;
    try {
      duration =
          value.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.parse(value.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw refusal("\"" + value + "\" is no duration; write seconds, or PT1M30S");
    }
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw refusal("a period is from 1 second to 3660 days, and " + value + " is not");
    }
    return duration;
  }

  private static Instant instant(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw refusal("\"" + value + "\" is no moment; write one such as 2030-01-31T10:00:00Z");
    }
  }

  private static String event(String value) {
    if (!value.matches("[\\w.:/-]{1,200}")) {
      throw refusal("an event has a name of 1 to 200 letters, digits and . : / - _");
    }
    return value;
  }

  private static Failure refusal(String why) {
    return Failure.of(Kind.USER, "schedule.unusable", "The schedule cannot be used: " + why + ".");
  }

  /** The zone in which its days begin and end. */
  default ZoneId days() {
    return this instanceof AtCron(Cron cron, ZoneId zone) ? zone : ZoneId.of("UTC");
  }

  /**
   * The first time after a moment.
   *
   * @param origin from which periods are counted: the planned time of the firing before or, of a
   *     delay, its end
   * @return empty if there is none, or none that time alone decides
   */
  default Optional<Instant> next(Instant origin, Instant after) {
    return switch (this) {
      case Never() -> Optional.empty();
      case AtCron(Cron cron, ZoneId zone) -> cron.next(after, zone);
      case FixedRate(Duration period) -> Optional.of(nextOf(origin, period, after));
      case FixedDelay(Duration delay) -> Optional.of(nextOf(origin, delay, after));
      case Once(Instant at) -> at.isAfter(after) ? Optional.of(at) : Optional.empty();
      case OnEvent(String event) -> Optional.empty();
    };
  }

  private static Instant nextOf(Instant origin, Duration period, Instant after) {
    long late = after.toEpochMilli() - origin.toEpochMilli();
    long periods = late < 0 ? 1 : late / period.toMillis() + 1;
    return origin.plusMillis(periods * period.toMillis());
  }

  /** In English. */
  default String words() {
    return switch (this) {
      case Never() -> "only when somebody starts it";
      case AtCron(Cron cron, ZoneId zone) -> cron.words() + " (" + zone + ")";
      case FixedRate(Duration period) -> "every " + words(period).replaceFirst("^1 ", "");
      case FixedDelay(Duration delay) -> words(delay) + " after each end";
      case Once(Instant at) -> "once, at " + at;
      case OnEvent(String event) -> "at each event " + event;
    };
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + " ms";
    } else if (seconds % 86_400 == 0) {
      return counted(seconds / 86_400, "day");
    } else if (seconds % 3_600 == 0) {
      return counted(seconds / 3_600, "hour");
    } else if (seconds % 60 == 0) {
      return counted(seconds / 60, "minute");
    }
    return counted(seconds, "second");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
