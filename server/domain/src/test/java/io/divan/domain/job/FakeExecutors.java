package io.divan.domain.job;

import io.divan.kernel.failure.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Executors that do as a test says. */
final class FakeExecutors implements ExecutorCalls {
  final List<String> ran = new ArrayList<>(); // address handler parameters
  final Map<String, Failure> failing = new HashMap<>();
  final Set<String> busy = new HashSet<>();
  final Set<Long> begun = new HashSet<>(); // firings that have begun to write
  private final Consumer<Firing> check;

  /**
   * @param check is told what is sent
   */
  FakeExecutors(Consumer<Firing> check) {
    this.check = check;
  }

  @Override
  public CompletableFuture<Reply> run(Target target, Firing firing, Job job) {
    check.accept(firing);
    ran.add(target.address() + " " + job.spec().handler() + " " + firing.parameters());
    return answer(target.address(), Answer.YES);
  }

  private CompletableFuture<Reply> answer(String address, Answer then) {
    Failure failure = failing.get(address);
    return failure == null
        ? CompletableFuture.completedFuture(new Reply(then, "as told"))
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public CompletableFuture<Reply> isAlive(Target target) {
    return answer(target.address(), Answer.YES);
  }

  @Override
  public CompletableFuture<Reply> isIdle(Target target, long job) {
    return answer(target.address(), busy.contains(target.address()) ? Answer.NO : Answer.YES);
  }

  @Override
  public CompletableFuture<Reply> kill(Target target, long job) {
    return answer(target.address(), Answer.YES);
  }

  @Override
  public CompletableFuture<Boolean> hasBegun(Target target, Instant logged, long firing) {
    return CompletableFuture.completedFuture(begun.contains(firing));
  }

  @Override
  public CompletableFuture<LogPage> log(Target target, Instant logged, long firing, int fromLine) {
    return CompletableFuture.completedFuture(
        new LogPage(begun.contains(firing), fromLine, 0, "", false));
  }
}
