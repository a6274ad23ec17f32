package io.divan.domain.job;

import io.divan.kernel.failure.Failure;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Calls executors. A future fails with a {@link Failure}: UNAVAILABLE if nothing can have arrived,
 * UNKNOWN if it may have.
 */
public interface ExecutorCalls {
  /**
   * Who is called.
   *
   * @param executor the name by which it registers; empty if that is not known any more
   */
  record Target(String executor, String address) {}

  /** Hands over a firing. */
  CompletableFuture<Reply> run(Target target, Firing firing, Job job);

  CompletableFuture<Reply> isAlive(Target target);

  /** Whether it runs nothing of a job. */
  CompletableFuture<Reply> isIdle(Target target, long job);

  /** Ends what it runs of a job. */
  CompletableFuture<Reply> kill(Target target, long job);

  /**
   * Whether a firing has begun to write its log.
   *
   * @param logged when it was logged
   */
  CompletableFuture<Boolean> hasBegun(Target target, Instant logged, long firing);

  /**
   * What a firing has written.
   *
   * @param logged when it was logged
   * @param fromLine the first line to be shown, from 1
   */
  CompletableFuture<LogPage> log(Target target, Instant logged, long firing, int fromLine);

  /**
   * @param answer what it comes to
   * @param message in the executor's words
   */
  record Reply(Answer answer, String message) {
    boolean isYes() {
      return answer == Answer.YES;
    }
  }

  /** An executor's answer. */
  enum Answer {
    YES,
    NO,
    /** It has that firing already. */
    REPEATED
  }

  /**
   * @param exists whether the firing has begun to write
   * @param toLine the last line shown
   * @param isEnd whether nothing can follow
   */
  record LogPage(boolean exists, int fromLine, int toLine, String text, boolean isEnd) {}
}
