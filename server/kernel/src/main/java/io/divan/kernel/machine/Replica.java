package io.divan.kernel.machine;

import io.divan.kernel.failure.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A machine as the rest of the server holds it: hosted by a replicated log, which alone may change
 * it.
 *
 * @param <M> the machine
 */
public interface Replica<M extends Machine<?>> {
  /**
   * Proposes a command.
   *
   * <p>The future completes once the command is durable and applied on this node, so what is read
   * here afterwards shows it. It fails with a {@link Failure}: the machine's refusal, EXHAUSTED at
   * once when too many are pending, NOT_LEADER or UNAVAILABLE when it was not taken, UNKNOWN when
   * nobody can tell. It completes on the thread that applies entries: hand over before blocking.
   */
  <R> CompletableFuture<R> submit(Origin origin, Command<R> command);

  /** Reads the state as this node has it, while no entry is being applied. Must be short. */
  <T> T read(Function<? super M, T> question);

  /** Names who does what the machine owes while this node leads; once, before the log starts. */
  void effects(EffectRunner runner);

  /**
   * Completes when this node has applied everything that was committed anywhere before the call;
   * for the first read after a client has changed nodes.
   */
  CompletableFuture<Void> caughtUp();
}
