package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.wire.Envelope;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Topic;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings what this node proposes to whoever leads, again and again under the same request id while
 * leaders change, until it is applied here or the time for it is over. It is done once, however
 * often it was sent: the id is in the entry, and its first outcome is remembered with the state.
 */
final class Proposer implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(30);

  private final GroupMember group;
  private final Peers peers;
  private final Clock clock;
  private final Duration limit;
  private final ConcurrentHashMap<Long, Proposal> waiting = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;

  Proposer(GroupMember group, Peers peers, Clock clock, Duration limit) {
    this.group = group;
    this.peers = peers;
    this.clock = clock;
    this.limit = limit;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("divan-proposals").daemon(true).factory());
    timer.setRemoveOnCancelPolicy(true); // most proposals are answered long before their limit
    peers.offer(Topic.PROPOSALS, Runnable::run, this::take);
  }

  void propose(Proposal proposal) {
    waiting.put(proposal.number(), proposal);
    try {
      Future<?> late = timer.schedule(proposal::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
      proposal
          .future()
          .whenComplete((results, failure) -> {
            waiting.remove(proposal.number());
            late.cancel(false);
          });
    } catch (RejectedExecutionException e) {
      waiting.remove(proposal.number());
      proposal.giveUp(); // this node is shutting down
      return;
    }
    attempt(proposal);
  }

  private void attempt(Proposal proposal) {
    if (proposal.isAnswered()) {
      return;
    }
    Optional<Member> leader = group.leader();
    if (leader.isEmpty()) {
      proposal.notApplied(noLeader());
    } else if (leader.get().equals(group.self())) {
      group.write(proposal.entry(), proposal);
    } else {
      peers
          .call(leader.get(), Topic.PROPOSALS, proposal.entry(), limit)
          .whenComplete((applied, thrown) -> forwarded(proposal, thrown));
    }
  }

  private static void forwarded(Proposal proposal, @Nullable Throwable thrown) {
    if (thrown != null && !proposal.isAnswered()) {
      Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
      proposal.notApplied(
          cause instanceof Failure failure && isCertain(failure)
              ? failure
              : Proposal.unknown(String.valueOf(cause == null ? thrown : cause.getMessage())));
    }
  }

  /** Whether a leader's refusal means that the entry has not been taken at all. */
  private static boolean isCertain(Failure failure) {
    return failure.kind() == Kind.NOT_LEADER
        || failure.kind() == Kind.EXHAUSTED
        || failure.code().equals("peer.starting")
        || failure.code().equals("peer.unknown");
  }

  /** An entry came back: it is sent again a little later, to whoever leads then. */
  void again(Proposal proposal) {
    try {
      timer.schedule(() -> attempt(proposal), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      proposal.giveUp();
    }
  }

  /** An entry of this process has been applied here, whoever had proposed it to JRaft. */
  void applied(long number, Outcome outcome) {
    Proposal proposal = waiting.get(number);
    if (proposal != null) {
      proposal.answer(outcome);
    }
  }

  /** The state came as a snapshot, in which entries of this process may have been applied. */
  void restored(long incarnation, AnsweredRequests answered) {
    for (Proposal proposal : List.copyOf(waiting.values())) {
      Outcome known = answered.find(new RequestId(incarnation, proposal.number()));
      if (known != null) {
        proposal.answer(known);
      }
    }
  }

  /** Takes an entry of another member, if this node leads; its time is then the leader's. */
  private CompletableFuture<byte[]> take(Member from, byte[] entry) {
    if (!group.leads()) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.NOT_LEADER, "log.not-leader", group.self() + " does not lead the group."));
    }
    var forwarded = new Forwarded();
    group.write(stamped(entry), forwarded);
    return forwarded.answer();
  }

  /** The entry with this node's time: of a field that comes twice, the last one counts. */
  private byte[] stamped(byte[] entry) {
    byte[] time = Envelope.newBuilder().setTimeMicros(micros(clock.now())).build().toByteArray();
    byte[] whole = new byte[entry.length + time.length];
    System.arraycopy(entry, 0, whole, 0, entry.length);
    System.arraycopy(time, 0, whole, entry.length, time.length);
    return whole;
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
  }

  private static Failure noLeader() {
    return Failure.of(
        Kind.UNAVAILABLE,
        "log.no-leader",
        "No node leads the group: fewer than half of its members are reached. Try again when they"
            + " are back.");
  }

  @Override
  public void close() {
    timer.shutdownNow();
    List.copyOf(waiting.values()).forEach(Proposal::giveUp);
  }
}
