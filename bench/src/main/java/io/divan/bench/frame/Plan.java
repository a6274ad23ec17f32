package io.divan.bench.frame;

import java.time.Duration;

/**
 * How long everything takes, the same for every contender.
 *
 * @param warmUp for all rows together, before anything is measured
 * @param rounds how often every row is measured
 * @param round how long each time
 */
public record Plan(Duration warmUp, int rounds, Duration round) {
  public static final Plan FULL = new Plan(Duration.ofSeconds(60), 5, Duration.ofSeconds(5));
  public static final Plan QUICK = new Plan(Duration.ofSeconds(10), 3, Duration.ofSeconds(2));
}
