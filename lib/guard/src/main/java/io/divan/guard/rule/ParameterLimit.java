package io.divan.guard.rule;

import java.time.Duration;
import java.util.Map;

/**
 * So many calls in a period for each value of one argument: a hot key is held back and the others
 * are not.
 *
 * @param argument which one, from 0; from the end where negative
 * @param count for each value in a period
 * @param burst so many more at once where there was quiet before
 * @param longestWait how long a call may wait for its turn; zero refuses at once
 * @param exceptions counts of single values
 */
public record ParameterLimit(
    String resource,
    int argument,
    double count,
    Duration period,
    int burst,
    Duration longestWait,
    Map<Object, Double> exceptions)
    implements Rule {
  public ParameterLimit {
    Checks.named(resource, "resource");
    Checks.notNegative(count, "count");
    Checks.period(period, "period");
    Checks.notNegative(burst, "burst");
    Checks.that(!longestWait.isNegative(), "Nobody waits less than no time.");
    exceptions = Map.copyOf(exceptions);
    exceptions.values().forEach(each -> Checks.notNegative(each, "count of a value"));
  }

  /** So many calls a second for each value. */
  public static ParameterLimit of(String resource, int argument, double perSecond) {
    return new ParameterLimit(
        resource, argument, perSecond, Duration.ofSeconds(1), 0, Duration.ZERO, Map.of());
  }
}
