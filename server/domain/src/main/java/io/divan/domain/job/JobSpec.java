package io.divan.domain.job;

import io.divan.domain.job.graph.Graph;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A job as somebody wrote it.
 *
 * @param name for people
 * @param executor the name by which the applications register that run it
 * @param handler which of their handlers does
 * @param parameters handed to the handler
 * @param timeout after which the executor ends it; zero for never
 * @param retries how often a failed one is fired again
 * @param retryDelay before the first retry; doubled for each further one
 * @param children jobs fired whenever it has succeeded
 * @param graph of jobs that are fired in its place; it then has no executor and no handler
 * @param script that its executor runs in place of a handler
 */
public record JobSpec(
    String name,
    String executor,
    When when,
    String handler,
    String parameters,
    Route route,
    Block block,
    Misfire misfire,
    Duration timeout,
    int retries,
    Duration retryDelay,
    List<Long> children,
    String author,
    Limits limits,
    Optional<Graph> graph,
    Optional<Script> script) {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_PARAMETERS = 10_000;
  private static final int LONGEST_SCRIPT = 65_535;
  private static final int MOST_RETRIES = 100;
  private static final int MOST_CHILDREN = 100;
  private static final Duration LONGEST = Duration.ofDays(30);

  /**
   * @throws Failure USER if it cannot be used
   */
  public JobSpec {
    check(isText(name), "it needs a name of at most " + LONGEST_NAME + " characters");
    checkWork(executor, handler, graph, script);
    check(author.length() <= LONGEST_NAME, "its author's name is too long");
    check(
        parameters.length() <= LONGEST_PARAMETERS,
        "its parameters have more than " + LONGEST_PARAMETERS + " characters");
    check(retries >= 0 && retries <= MOST_RETRIES, "retries are from 0 to " + MOST_RETRIES);
    check(isDuration(timeout), "its time-out is from 0 to 30 days");
    check(isDuration(retryDelay), "its pause before a retry is from 0 to 30 days");
    check(children.size() <= MOST_CHILDREN, "it has more than " + MOST_CHILDREN + " children");
    check(Math.abs(limits.priority()) <= 100, "its priority is from -100 to 100");
    check(limits.atOnce() >= 0, "its firings at one time are 0 or more");
    check(graph.isEmpty() || retries == 0, "a graph's nodes have retries, not the graph");
    children = List.copyOf(children);
  }

  private static void checkWork(
      String executor, String handler, Optional<Graph> graph, Optional<Script> script) {
    if (graph.isPresent()) {
      check(executor.isEmpty() && handler.isEmpty(), "a graph has no executor and no handler");
      check(script.isEmpty(), "a graph has no script");
      return;
    }
    check(isText(executor), "it needs the name of its executor");
    check(script.isPresent() || isText(handler), "it needs the name of its handler");
    check(handler.length() <= LONGEST_NAME, "its handler's name is too long");
    check(
        script.map(Script::source).orElse("").length() <= LONGEST_SCRIPT,
        "its script has more than " + LONGEST_SCRIPT + " characters");
  }

  private static boolean isText(String name) {
    return !name.isBlank() && name.length() <= LONGEST_NAME;
  }

  private static boolean isDuration(Duration duration) {
    return !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
  }

  private static void check(boolean holds, String why) {
    if (!holds) {
      throw Failure.of(Kind.USER, "job.unusable", "The job cannot be used: " + why + ".");
    }
  }

  /** How long to wait before the given retry, the first being 1. */
  Duration pauseBefore(int retry) {
    Duration pause = retryDelay.multipliedBy(1L << Math.min(retry - 1, 10));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
