package io.divan.domain.tx;

import io.divan.kernel.machine.Replica;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Clients of this node that wait for a second phase which another one leads: they are answered by
 * what the log says of it, and in any case before they stop waiting.
 */
final class Awaiting {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Replica<TxMachine> replica;
  private final Clock clock;
  private final Executor executor;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  private record Waiting(long transaction, CompletableFuture<TxStatus> future) {}

  /**
   * @param executor where the waiting are looked after
   */
  Awaiting(Replica<TxMachine> replica, Clock clock, Executor executor) {
    this.replica = replica;
    this.clock = clock;
    this.executor = executor;
  }

  /** Where the transaction stands after its first attempt, or after some time. */
  CompletableFuture<TxStatus> settled(long transaction) {
    var future = new CompletableFuture<TxStatus>();
    waiting.add(new Waiting(transaction, future));
    var late =
        clock.after(
            LIMIT, () -> future.complete(replica.read(machine -> machine.status(transaction))));
    future.whenComplete((status, failure) -> late.cancel());
    look();
    return future;
  }

  /** The state has changed; called on the applying thread, so it hands over. */
  void changed() {
    if (!waiting.isEmpty() && looking.compareAndSet(false, true)) {
      executor.execute(() -> {
        looking.set(false);
        look();
      });
    }
  }

  private void look() {
    for (Waiting each : waiting) {
      replica
          .read(machine -> machine.settled(each.transaction()))
          .ifPresent(each.future()::complete);
    }
    waiting.removeIf(each -> each.future().isDone());
  }
}
