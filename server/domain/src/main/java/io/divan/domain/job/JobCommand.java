package io.divan.domain.job;

import io.divan.kernel.machine.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be asked of the jobs, and, as its type argument, what comes of it. */
sealed interface JobCommand<R> extends Command<R> {

  /**
   * The result is the job's id.
   *
   * @param id of the job to change; 0 for a new one
   * @param on whether a new one is switched on
   */
  record Save(long id, JobSpec spec, boolean on) implements JobCommand<Long> {}

  record Remove(long id) implements JobCommand<Boolean> {}

  record Switch(long id, boolean on) implements JobCommand<Boolean> {}

  /** The result is how many firings came into being. */
  record Fire(List<Intent> intents) implements JobCommand<Long> {}

  /**
   * That a job is to run.
   *
   * @param due of a planned one: refused if the job's plan is past that already
   * @param upTo planned times up to this one are over with it
   * @param parameters instead of the job's own
   * @param address of whom is chosen; empty for nobody yet
   */
  record Intent(
      long job,
      Cause cause,
      Instant due,
      Instant upTo,
      Optional<String> parameters,
      String address) {}

  /**
   * The result is how many firings were known and not done.
   *
   * @param kept how many finished firings are kept
   */
  record Progress(List<Step> steps, int kept) implements JobCommand<Long> {}

  record Step(long firing, FiringState state, String address, String message) {}

  record Beats(List<Beat> beats) implements JobCommand<Boolean> {}

  /** An executor is there. */
  record Beat(String executor, String address) {}

  record Leave(String executor, String address) implements JobCommand<Boolean> {}

  /**
   * Whoever runs a firing, or a chunk of one, splits work off.
   *
   * @param holder the log id of either
   * @param part its number, from 0; the same once more changes nothing
   */
  record SplitOff(long holder, int part, List<String> chunks) implements JobCommand<Boolean> {}

  /**
   * An executor takes chunks; the result is their log ids.
   *
   * @param holding what it has and has not reported; whatever else was given to it is lost
   */
  record Take(String executor, String address, Set<Long> holding, int most)
      implements JobCommand<List<Long>> {}

  /** A person decides about a firing. */
  record Steer(long firing, Steering steering) implements JobCommand<Boolean> {}

  /** Forgets executors that have not been heard of for so long. */
  record Expire(Duration lease) implements JobCommand<Long> {}
}
