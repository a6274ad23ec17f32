package io.divan.domain.job;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Executors on a simulated network: calls are slow or lost on either way, what runs is reported
 * until somebody has taken it. A firing that is delivered again is not run again, as with the
 * starter.
 */
final class SimulatedExecutors implements ExecutorCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Clock clock;
  private final Random random;
  private final Supplier<Jobs> somebody;
  private final Map<Long, Integer> deliveries = new HashMap<>();

  /**
   * @param somebody a member of the cluster that is there
   */
  SimulatedExecutors(Clock clock, Random random, Supplier<Jobs> somebody) {
    this.clock = clock;
    this.random = random;
    this.somebody = somebody;
  }

  /** How often each firing was delivered. */
  Map<Long, Integer> deliveries() {
    return deliveries;
  }

  private <T> CompletableFuture<T> call(Supplier<T> there) {
    var answer = new CompletableFuture<T>();
    boolean isLost = random.nextInt(50) == 0;
    boolean isAnswerLost = random.nextInt(50) == 0;
    if (!isLost) {
      clock.after(
          Duration.ofMillis(1 + random.nextInt(50)),
          () -> {
            T result = there.get();
            if (!isAnswerLost) {
              clock.after(Duration.ofMillis(1 + random.nextInt(50)), () -> answer.complete(result));
            }
          });
    }
    clock.after(
        TIMEOUT,
        () ->
            answer.completeExceptionally(
                Failure.of(Kind.UNKNOWN, "simulated", "The executor has not answered.")));
    return answer;
  }

  @Override
  public CompletableFuture<Reply> run(Target target, Firing firing, Job job) {
    return call(() -> {
      if (deliveries.merge(firing.id(), 1, Integer::sum) == 1) {
        clock.after(Duration.ofMillis(random.nextInt(2_000)), () -> work(firing));
      }
      return new Reply(Answer.YES, "");
    });
  }

  private void work(Firing firing) {
    boolean fails = firing.parameters().equals("fails sometimes") && random.nextInt(3) == 0;
    report(firing.id(), fails ? FiringState.FAILED : FiringState.SUCCEEDED);
  }

  /** Again and again until a member says that it has it. */
  void report(long logId, FiringState state) {
    var told = somebody.get().ended(List.of(new Callback(logId, state, "")));
    clock.after(
        TIMEOUT,
        () -> {
          if (!told.isDone() || told.isCompletedExceptionally()) {
            report(logId, state);
          }
        });
  }

  @Override
  public CompletableFuture<Reply> isAlive(Target target) {
    return call(() -> new Reply(Answer.YES, ""));
  }

  @Override
  public CompletableFuture<Reply> isIdle(Target target, long job) {
    return call(() -> new Reply(Answer.YES, ""));
  }

  @Override
  public CompletableFuture<Reply> kill(Target target, long job) {
    return call(() -> new Reply(Answer.YES, ""));
  }

  @Override
  public CompletableFuture<Boolean> hasBegun(Target target, Instant logged, long firing) {
    return call(() -> deliveries.containsKey(firing));
  }

  @Override
  public CompletableFuture<LogPage> log(Target target, Instant logged, long firing, int fromLine) {
    return call(() -> new LogPage(deliveries.containsKey(firing), fromLine, 0, "", false));
  }
}
