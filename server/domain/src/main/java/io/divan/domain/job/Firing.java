package io.divan.domain.job;

import io.divan.kernel.machine.EffectId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One firing of a job, for one executor.
 *
 * @param id what executors call the log id; the same however often it is sent
 * @param address of its executor; empty while nobody is chosen
 * @param running when its executor had taken it
 * @param ended when it was done
 * @param message what the executor, or the server, says of how it went
 * @param owed the effect that sends it
 */
public record Firing(
    long id,
    Order order,
    FiringState state,
    String address,
    @Nullable Instant running,
    @Nullable Instant ended,
    String message,
    Optional<EffectId> owed) {

  /**
   * A new one.
   *
   * @param address of whom is chosen; empty for nobody yet
   */
  static Firing of(long id, Order order, String address) {
    FiringState state = address.isEmpty() ? FiringState.PENDING : FiringState.DISPATCHED;
    return new Firing(id, order, state, address, null, null, "", Optional.empty());
  }

  public long job() {
    return order.job();
  }

  public Cause cause() {
    return order.cause();
  }

  /** The planned time, or when somebody asked for it. */
  public Instant due() {
    return order.due();
  }

  /** When it came into the log. */
  public Instant logged() {
    return order.logged();
  }

  /** When it may be sent. */
  public Instant notBefore() {
    return order.notBefore();
  }

  /** Its number among those of one broadcast, from 0. */
  public int shard() {
    return order.shard();
  }

  public int shards() {
    return order.shards();
  }

  /** 0 for the first. */
  public int attempt() {
    return order.attempt();
  }

  public String parameters() {
    return order.parameters();
  }

  /** Of which firing it is a part: that of a graph. */
  public Optional<Long> run() {
    return order.place().map(Order.Place::run);
  }

  /** The same, some steps on. */
  Firing with(FiringState next, String nextAddress, String nextMessage, Instant now) {
    return new Firing(
        id,
        order,
        next,
        nextAddress.isEmpty() ? address : nextAddress,
        next == FiringState.RUNNING && running == null ? now : running,
        next.isDone() ? now : null,
        nextMessage.isEmpty() ? message : nextMessage,
        next.isDone() || next == FiringState.RUNNING ? Optional.empty() : owed);
  }

  Firing owing(EffectId effect) {
    return new Firing(id, order, state, address, running, ended, message, Optional.of(effect));
  }
}
