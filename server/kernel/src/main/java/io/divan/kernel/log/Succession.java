package io.divan.kernel.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.log.wire.LeaderLost;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Topic;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the wait for a leader whose process is gone: a dead process closes its sockets at once, and
 * when every other member says that its link to the leader has ended too, the one with the longest
 * log stands for the lead without waiting for the election time-out. A leader that is only slow, or
 * cut off from some, keeps its links or its time-out: nobody stands on one member's word.
 */
final class Succession implements Peers.Watcher {
  private static final Logger log = LoggerFactory.getLogger(Succession.class);
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final GroupMember group;
  private final Peers peers;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock(); // guards what follows
  private Optional<Member> leader = Optional.empty();
  private long term;
  private boolean stood;
  private final Map<Member, Long> witnesses = new HashMap<>(); // who lost it, and their last index

  /**
   * @param executor where JRaft may be called; not a thread of the link
   */
  Succession(GroupMember group, Peers peers, Executor executor) {
    this.group = group;
    this.peers = peers;
    this.executor = executor;
    peers.watch(this);
    peers.offer(Topic.SUCCESSION, executor, this::told);
  }

  /** JRaft follows a leader. */
  void follows(Member newLeader, long newTerm) {
    lock.lock();
    try {
      leader = Optional.of(newLeader);
      term = newTerm;
      stood = false;
      witnesses.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void down(Member member) {
    executor.execute(() -> lost(member));
  }

  private void lost(Member member) {
    long lostTerm;
    lock.lock();
    try {
      if (!leader.equals(Optional.of(member)) || !group.members().contains(group.self())) {
        return;
      }
      lostTerm = term;
    } finally {
      lock.unlock();
    }
    byte[] news =
        LeaderLost.newBuilder()
            .setTerm(lostTerm)
            .setLastIndex(group.lastIndex())
            .build()
            .toByteArray();
    for (Member other : others(member)) {
      peers.call(other, Topic.SUCCESSION, news, LIMIT);
    }
    standIfFirst();
  }

  /** Another member says that its link to the leader has ended. */
  private CompletableFuture<byte[]> told(Member from, byte[] news) {
    try {
      LeaderLost lostThere = LeaderLost.parseFrom(news);
      lock.lock();
      try {
        if (lostThere.getTerm() == term) {
          witnesses.put(from, lostThere.getLastIndex());
        }
      } finally {
        lock.unlock();
      }
      standIfFirst();
      return CompletableFuture.completedFuture(new byte[0]);
    } catch (InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(new IllegalArgumentException(e));
    }
  }

  private void standIfFirst() {
    long standAfter;
    lock.lock();
    try {
      if (stood || leader.isEmpty() || peers.isUp(leader.get())) {
        return;
      }
      List<Member> left = others(leader.get()).stream().filter(peers::isUp).toList();
      boolean majority = (left.size() + 1) * 2 > group.members().size();
      if (!majority || !witnesses.keySet().containsAll(left) || !isFirst(left)) {
        return;
      }
      stood = true;
      standAfter = term;
    } finally {
      lock.unlock();
    }
    log.info("The leader's process is gone: every other member has lost its link");
    group.stand(standAfter);
  }

  private boolean isFirst(List<Member> left) {
    record Candidate(long lastIndex, Member member) {}
    var order =
        Comparator.comparingLong(Candidate::lastIndex).reversed().thenComparing(Candidate::member);
    var own = new Candidate(group.lastIndex(), group.self());
    return left.stream()
        .map(member -> new Candidate(witnesses.getOrDefault(member, 0L), member))
        .allMatch(other -> order.compare(own, other) < 0);
  }

  private List<Member> others(Member lost) {
    return group.members().stream()
        .filter(member -> !member.equals(lost) && !member.equals(group.self()))
        .toList();
  }
}
