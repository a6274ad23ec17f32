package io.divan.kernel.log;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An entry that this node has proposed and not yet seen applied. */
final class Proposal implements Closure {
  private final CompletableFuture<List<Object>> future = new CompletableFuture<>();
  private final List<Quota> quotas;
  private final int size;

  /**
   * @param quotas what the entry has taken of, given back when it is answered
   */
  Proposal(List<Quota> quotas, int size) {
    this.quotas = quotas;
    this.size = size;
  }

  CompletableFuture<List<Object>> future() {
    return future;
  }

  void answer(Outcome outcome) {
    release();
    switch (outcome) {
      case Outcome.Applied applied -> future.complete(applied.results());
      case Outcome.Refused refused -> future.completeExceptionally(refused.failure());
    }
  }

  /** JRaft's word on an entry that was not, or not yet, applied. */
  @Override
  public void run(Status status) {
    release();
    future.completeExceptionally(failure(status));
  }

  private void release() {
    for (Quota quota : quotas) {
      quota.release(size);
    }
  }

  private static Failure failure(Status status) {
    String why = String.valueOf(status.getErrorMsg());
    return switch (status.getRaftError()) {
      // EPERM also says "Leader stepped down", of entries that a later leader may yet commit.
      case EPERM ->
          why.startsWith("Is not leader")
              ? Failure.of(Kind.NOT_LEADER, "log.not-leader", "This node does not lead the group.")
              : unknown(why);
      case EBUSY ->
          Failure.of(Kind.EXHAUSTED, "log.busy", "The log cannot keep up. Try again in a moment.");
      case ENODESHUTDOWN ->
          Failure.of(Kind.UNAVAILABLE, "log.stopped", "This node is shutting down.");
      default -> unknown(why);
    };
  }

  private static Failure unknown(String why) {
    return Failure.of(
        Kind.UNKNOWN,
        "log.outcome-unknown",
        "Nobody can tell yet whether this was done (" + why + ").");
  }
}
