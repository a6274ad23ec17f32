package io.divan.kernel.log;

import io.divan.kernel.log.Applier.Answered;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Topic;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** What a log has besides when it is kept by several members: everything that talks to them. */
final class Cluster implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final GroupMember group;
  private final Peers peers;
  private final Founding founding;
  private final Clock clock;
  private final Duration limit;
  private final Proposer proposer;
  private final Succession succession;
  private final Membership membership;
  private final Upgrade upgrade;
  private final ExecutorService consensus; // one thread: a member's appends stay in order
  private final ExecutorService aside;

  /**
   * @param group not open yet; what members ask before it is gets JRaft's own refusal
   * @param limit how long a proposal or a read may look for a leader
   * @param level the feature level that has been reached
   * @param raise proposes another one
   */
  Cluster(
      GroupMember group,
      Peers peers,
      Founding founding,
      Clock clock,
      Duration limit,
      IntSupplier level,
      IntConsumer raise) {
    this.group = group;
    this.peers = peers;
    this.founding = founding;
    this.clock = clock;
    this.limit = limit;
    this.consensus =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("divan-consensus").daemon(true).factory());
    this.aside =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("divan-cluster-", 0).factory());
    peers.offer(Topic.RAFT, consensus, new RaftCalls(group.calls()));
    this.proposer = new Proposer(group, peers, clock, limit);
    this.succession = new Succession(group, peers, aside);
    this.membership = new Membership(group, peers, aside);
    this.upgrade = new Upgrade(group, peers, aside, level, raise);
  }

  Membership membership() {
    return membership;
  }

  void propose(Proposal proposal) {
    proposer.propose(proposal);
  }

  void again(Proposal proposal) {
    proposer.again(proposal);
  }

  void answered(Answered answered) {
    proposer.applied(answered.id().number(), answered.outcome());
  }

  void restored(long incarnation, AnsweredRequests answered) {
    proposer.restored(incarnation, answered);
  }

  void led() {
    upgrade.check();
  }

  void follows(Member leader, long term) {
    succession.follows(leader, term);
  }

  /** The members have changed; links follow, and one that was taken in remembers it. */
  void members(List<Member> members) {
    group.members(members);
    if (members.contains(group.self())) {
      aside.execute(founding::takenIn);
    }
    var linked = new TreeSet<>(members);
    if (!members.contains(group.self())) {
      linked.addAll(peers.links().keySet());
    }
    peers.keepLinksTo(linked);
    upgrade.check();
  }

  /** Completes when this node has applied all that was committed, once some leader can tell. */
  CompletableFuture<Void> caughtUp() {
    return caughtUp(clock.nanos() + limit.toNanos());
  }

  private CompletableFuture<Void> caughtUp(long deadline) {
    return group
        .caughtUp()
        .exceptionallyCompose(failure ->
            clock.nanos() - deadline >= 0
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.supplyAsync(
                        () -> caughtUp(deadline),
                        CompletableFuture.delayedExecutor(
                            PAUSE.toMillis(), TimeUnit.MILLISECONDS, aside))
                    .thenCompose(later -> later));
  }

  @Override
  public void close() {
    proposer.close();
    consensus.shutdownNow();
    aside.shutdownNow();
  }
}
