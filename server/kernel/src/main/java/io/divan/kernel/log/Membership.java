package io.divan.kernel.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.wire.MemberChange;
import io.divan.kernel.log.wire.MemberChange.What;
import io.divan.kernel.peer.Introduction;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Who belongs to the cluster, and changing it; asked on any member, done by the leader. */
public final class Membership {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration LINK_WITHIN = Duration.ofSeconds(5);

  private final GroupMember group;
  private final Peers peers;

  /**
   * @param executor where a change may wait for the new member
   */
  Membership(GroupMember group, Peers peers, Executor executor) {
    this.group = group;
    this.peers = peers;
    peers.offer(Topic.MEMBERSHIP, executor, this::asked);
  }

  /**
   * A member as this node sees it.
   *
   * @param linked whether its link is up; this node counts as linked
   * @param voting whether it takes part; false for one that is known and not taken in
   */
  public record Standing(
      Member member, boolean self, boolean linked, boolean leads, boolean voting) {}

  public Member self() {
    return group.self();
  }

  /** Who leads, if this node knows. */
  public Optional<Member> leader() {
    return group.leader();
  }

  /** Every member, and every other node that this one has a link to. */
  public List<Standing> standings() {
    var all = new TreeSet<>(group.members());
    all.add(group.self());
    all.addAll(peers.links().keySet());
    Optional<Member> leader = group.leader();
    List<Standing> standings = new ArrayList<>();
    for (Member member : all) {
      boolean self = member.equals(group.self());
      standings.add(
          new Standing(
              member,
              self,
              self || peers.isUp(member),
              leader.equals(Optional.of(member)),
              group.members().contains(member)));
    }
    return standings;
  }

  /** Takes a node in; completes when it has caught up and votes. */
  public CompletableFuture<Void> add(Member member) {
    return ask(What.ADD, member);
  }

  /** Excludes a member, dead or alive. */
  public CompletableFuture<Void> remove(Member member) {
    return ask(What.REMOVE, member);
  }

  /** Lets another member lead. */
  public CompletableFuture<Void> transfer(Member member) {
    return ask(What.TRANSFER, member);
  }

  private CompletableFuture<Void> ask(What what, Member member) {
    Optional<Member> leader = group.leader();
    if (leader.isEmpty()) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.UNAVAILABLE,
              "log.no-leader",
              "No node leads the group, so its members cannot be changed."));
    }
    if (leader.get().equals(group.self())) {
      return change(what, member);
    }
    byte[] question =
        MemberChange.newBuilder().setWhat(what).setMember(member.toString()).build().toByteArray();
    return peers.call(leader.get(), Topic.MEMBERSHIP, question, LIMIT).thenApply(done -> null);
  }

  private CompletableFuture<byte[]> asked(Member from, byte[] question) {
    try {
      MemberChange asked = MemberChange.parseFrom(question);
      Member member = Member.parse(asked.getMember());
      return asked.getWhat() == What.COUNTED
          ? group.caughtUp().thenApply(now -> isCounted(member))
          : change(asked.getWhat(), member).thenApply(done -> new byte[0]);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          Failure.of(Kind.USER, "cluster.change-unreadable", String.valueOf(e.getMessage())));
    }
  }

  private byte[] isCounted(Member member) {
    return new byte[] {(byte) (group.members().contains(member) ? 1 : 0)};
  }

  /**
   * Asks a member whether a node is counted as one.
   *
   * @return fails while the member cannot tell for certain
   */
  static CompletableFuture<Boolean> isCounted(Peers peers, Member asked, Member node) {
    byte[] question =
        MemberChange.newBuilder()
            .setWhat(What.COUNTED)
            .setMember(node.toString())
            .build()
            .toByteArray();
    return peers
        .call(asked, Topic.MEMBERSHIP, question, LINK_WITHIN)
        .thenApply(answer -> answer.length == 1 && answer[0] == 1);
  }

  private CompletableFuture<Void> change(What what, Member member) {
    boolean votes = group.members().contains(member);
    return switch (what) {
      case ADD -> votes ? refused(member + " is a member already.") : takeIn(member);
      case REMOVE -> votes ? group.remove(member) : refused(member + " is no member.");
      case TRANSFER -> votes ? group.transferTo(member) : refused(member + " is no member.");
      case COUNTED, NOTHING, UNRECOGNIZED -> refused("This version does not know that change.");
    };
  }

  /** The node is waiting with an empty log; it is reached before it is counted. */
  private CompletableFuture<Void> takeIn(Member member) {
    var links = new TreeSet<>(peers.links().keySet());
    links.add(member);
    var linked = new CompletableFuture<Void>();
    var watcher = new LinkedOnce(member, linked);
    peers.watch(watcher);
    linked.whenComplete((up, late) -> peers.unwatch(watcher));
    peers.keepLinksTo(links);
    if (peers.isUp(member)) {
      linked.complete(null);
    }
    return linked
        .orTimeout(LINK_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .handle((up, late) ->
            late == null
                ? group.add(member)
                : Membership.<Void>refused(member + " is not reached. Start it with --join first."))
        .thenCompose(done -> done);
  }

  private static <T> CompletableFuture<T> refused(String why) {
    return CompletableFuture.failedFuture(Failure.of(Kind.CONFLICT, "cluster.no-change", why));
  }

  private record LinkedOnce(Member awaited, CompletableFuture<Void> linked)
      implements Peers.Watcher {
    @Override
    public void up(Introduction member) {
      if (member.member().equals(awaited)) {
        linked.complete(null);
      }
    }
  }
}
