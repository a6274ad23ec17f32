package io.divan.kernel.log;

import com.alipay.sofa.jraft.Status;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** An entry that this node has proposed and not yet seen applied. */
final class Proposal implements Asked {
  private final long number;
  private final byte[] entry;
  private final List<Quota> quotas;
  private final Consumer<Proposal> onNotApplied;
  private final CompletableFuture<List<Object>> future = new CompletableFuture<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile Failure lastFailure =
      Failure.of(Kind.UNAVAILABLE, "log.no-leader", "No node leads the group now.");
  private volatile boolean maybeTaken;

  /**
   * @param number the request's, counted by this process
   * @param quotas what the entry has taken of, given back when it is answered
   * @param onNotApplied told each time when JRaft gives the entry back; {@link #lastFailure} says
   *     why
   */
  Proposal(long number, byte[] entry, List<Quota> quotas, Consumer<Proposal> onNotApplied) {
    this.number = number;
    this.entry = entry;
    this.quotas = quotas;
    this.onNotApplied = onNotApplied;
  }

  long number() {
    return number;
  }

  byte[] entry() {
    return entry;
  }

  CompletableFuture<List<Object>> future() {
    return future;
  }

  boolean isAnswered() {
    return released.get();
  }

  @Override
  public void answer(Outcome outcome) {
    if (release()) {
      switch (outcome) {
        case Outcome.Applied applied -> future.complete(applied.results());
        case Outcome.Refused refused -> future.completeExceptionally(refused.failure());
      }
    }
  }

  /** JRaft's word on an entry that was not, or not yet, applied. */
  @Override
  public void run(Status status) {
    notApplied(failure(status));
  }

  /** Nobody has applied it; whether somebody will is what the failure's kind says. */
  void notApplied(Failure why) {
    lastFailure = why;
    if (why.kind() == Kind.UNKNOWN) {
      maybeTaken = true;
    }
    onNotApplied.accept(this);
  }

  /** Gives up: the answer says whether it may have happened all the same. */
  void giveUp() {
    if (release()) {
      future.completeExceptionally(
          maybeTaken && lastFailure.kind() != Kind.UNKNOWN
              ? unknown(lastFailure.explanation())
              : lastFailure);
    }
  }

  private boolean release() {
    if (!released.compareAndSet(false, true)) {
      return false;
    }
    for (Quota quota : quotas) {
      quota.release(entry.length);
    }
    return true;
  }

  static Failure failure(Status status) {
    String why = String.valueOf(status.getErrorMsg());
    return switch (status.getRaftError()) {
      // EPERM also says "Leader stepped down", of entries that a later leader may yet commit.
      case EPERM -> why.startsWith("Is not leader") ? notLeading() : unknown(why);
      case EBUSY ->
          why.startsWith("Is transferring")
              ? notLeading()
              : Failure.of(
                  Kind.EXHAUSTED, "log.busy", "The log cannot keep up. Try again in a moment.");
      case ENODESHUTDOWN ->
          Failure.of(Kind.UNAVAILABLE, "log.stopped", "This node is shutting down.");
      default -> unknown(why);
    };
  }

  private static Failure notLeading() {
    return Failure.of(Kind.NOT_LEADER, "log.not-leader", "This node does not lead the group.");
  }

  static Failure unknown(String why) {
    return Failure.of(
        Kind.UNKNOWN,
        "log.outcome-unknown",
        "Nobody can tell yet whether this was done (" + why + ").");
  }
}
