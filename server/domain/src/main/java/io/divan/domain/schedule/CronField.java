package io.divan.domain.schedule;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.List;
import java.util.Locale;

/** The fields of a cron whose values are plain numbers, and how a text names them. */
enum CronField {
  SECOND("second", 0, 59, ""),
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  DAY_OF_WEEK("day of week", 1, 7, "SUN MON TUE WED THU FRI SAT"),
  YEAR("year", 1970, 2199, "");

  private final String label;
  private final int least;
  private final int most;
  private final String names; // in their order

  CronField(String label, int least, int most, String names) {
    this.label = label;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  String label() {
    return label;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /**
   * Reads one value, a number or a name.
   *
   * @throws Failure USER if it is neither or out of range
   */
  int value(String text) {
    int named = List.of(names.split(" ")).indexOf(text.toUpperCase(Locale.ROOT));
    if (named >= 0 && !text.isEmpty()) {
      return least + named;
    }
    if (!text.matches("\\d{1,4}")) {
      throw refusal("\"" + text + "\" is no " + label);
    }
    int value = Integer.parseInt(text);
    if (value < least || value > most) {
      throw refusal(label + " " + value + " is not from " + least + " to " + most);
    }
    return value;
  }

  static Failure refusal(String why) {
    return Failure.of(Kind.USER, "schedule.cron", "The cron cannot be used: " + why + ".");
  }
}
