package io.divan.domain.job;

import io.divan.kernel.machine.EffectId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One firing of a job, for one executor.
 *
 * @param id what executors call the log id; the same however often it is sent
 * @param due the planned time, or when somebody asked for it
 * @param logged when it came into the log
 * @param notBefore when it may be sent
 * @param address of its executor; empty while nobody is chosen
 * @param shard its number among those of one broadcast, from 0
 * @param attempt 0 for the first
 * @param running when its executor had taken it
 * @param ended when it was done
 * @param message what the executor, or the server, says of how it went
 * @param owed the effect that sends it
 */
public record Firing(
    long id,
    long job,
    Cause cause,
    Instant due,
    Instant logged,
    Instant notBefore,
    FiringState state,
    String address,
    int shard,
    int shards,
    int attempt,
    String parameters,
    @Nullable Instant running,
    @Nullable Instant ended,
    String message,
    Optional<EffectId> owed) {

  /**
   * A first attempt, for the only executor.
   *
   * @param address of whom is chosen; empty for nobody yet
   */
  static Firing of(
      long id, long job, Cause cause, Instant due, Instant now, String address, String parameters) {
    return new Firing(
        id,
        job,
        cause,
        due,
        now,
        now,
        address.isEmpty() ? FiringState.PENDING : FiringState.DISPATCHED,
        address,
        0,
        1,
        0,
        parameters,
        null,
        null,
        "",
        Optional.empty());
  }

  Firing asShard(int number, int of) {
    return new Firing(
        id,
        job,
        cause,
        due,
        logged,
        notBefore,
        state,
        address,
        number,
        of,
        attempt,
        parameters,
        running,
        ended,
        message,
        owed);
  }

  Firing asAttempt(int number, Instant earliest) {
    return new Firing(
        id,
        job,
        cause,
        due,
        logged,
        earliest,
        state,
        address,
        shard,
        shards,
        number,
        parameters,
        running,
        ended,
        message,
        owed);
  }

  /** The same, some steps on. */
  Firing with(FiringState next, String nextAddress, String nextMessage, Instant now) {
    return new Firing(
        id,
        job,
        cause,
        due,
        logged,
        notBefore,
        next,
        nextAddress.isEmpty() ? address : nextAddress,
        shard,
        shards,
        attempt,
        parameters,
        next == FiringState.RUNNING && running == null ? now : running,
        next.isDone() ? now : ended,
        nextMessage.isEmpty() ? message : nextMessage,
        next.isDone() || next == FiringState.RUNNING ? Optional.empty() : owed);
  }

  Firing owing(EffectId effect) {
    return new Firing(
        id,
        job,
        cause,
        due,
        logged,
        notBefore,
        state,
        address,
        shard,
        shards,
        attempt,
        parameters,
        running,
        ended,
        message,
        Optional.of(effect));
  }
}
