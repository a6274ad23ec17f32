package io.divan.domain.job;

/**
 * What a job gets of its executors.
 *
 * @param priority of firings that wait for the same executor the ones with the highest go first
 * @param atOnce firings that may be under way at one time; 0 for any number
 */
public record Limits(int priority, int atOnce) {
  public static final Limits NONE = new Limits(0, 0);
}
