package io.divan.domain.job;

import io.divan.domain.job.JobCommand.Take;
import io.divan.domain.job.split.Split;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An executor's wait for chunks. Nothing is logged while there is none. */
final class Taking {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Replica<JobMachine> replica;
  private final Clock clock;
  private final Take wanted;
  private final CompletableFuture<List<TakenChunk>> result = new CompletableFuture<>();

  Taking(Replica<JobMachine> replica, Clock clock, Take wanted) {
    this.replica = replica;
    this.clock = clock;
    this.wanted = wanted;
  }

  CompletableFuture<List<TakenChunk>> within(Duration wait) {
    look(clock.now().plus(wait));
    return result;
  }

  private void look(Instant until) {
    if (mayHaveSome()) {
      replica
          .submit(Origin.server(), wanted)
          .whenComplete((ids, failure) -> {
            if (failure != null) {
              result.completeExceptionally(failure);
            } else {
              took(ids, until);
            }
          });
    } else {
      took(List.of(), until);
    }
  }

  private boolean mayHaveSome() {
    Instant now = clock.now();
    return replica.read(machine ->
        machine.state().splits().hasWaiting(wanted.executor(), now)
            || !machine.state().executors().has(wanted.executor(), wanted.address())
            || !machine
                .state()
                .splits()
                .lost(wanted.executor(), wanted.address(), wanted.holding())
                .isEmpty());
  }

  private void took(List<Long> ids, Instant until) {
    if (ids.isEmpty() && clock.now().isBefore(until)) {
      clock.after(LOOK_AGAIN, () -> look(until));
    } else {
      result.complete(
          replica.read(machine ->
              ids.stream().map(id -> taken(machine, id)).flatMap(Optional::stream).toList()));
    }
  }

  private static Optional<TakenChunk> taken(JobMachine machine, long id) {
    Optional<Split> split = machine.state().splits().ofChunk(id);
    return split.map(each ->
        new TakenChunk(
            id, each.terms().firing(), each.terms().job(), each.terms().handler(), each.chunk(id)));
  }
}
