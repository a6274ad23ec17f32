package io.divan.guard.rule;

import java.time.Duration;

/** What the rules demand of their values. */
final class Checks {
  private Checks() {}

  static void that(boolean holds, String demand) {
    if (!holds) {
      throw new IllegalArgumentException(demand);
    }
  }

  static void named(String name, String what) {
    that(!name.isBlank(), "The name of the " + what + " is missing.");
  }

  /** Between one millisecond and a day. */
  static void period(Duration value, String what) {
    that(
        value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(Duration.ofDays(1)) <= 0,
        "The " + what + " has to be between 1 ms and a day, not " + value + ".");
  }

  static void notNegative(double value, String what) {
    that(
        value >= 0 && Double.isFinite(value),
        "The " + what + " has to be 0 or more, not " + value + ".");
  }

  static void ratio(double value) {
    that(value >= 0 && value <= 1, "A ratio lies between 0 and 1; " + value + " does not.");
  }
}
