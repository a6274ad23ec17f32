package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.peer.ClusterSettings;
import io.divan.kernel.peer.Introduction;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.storage.DataDirectory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides with which members a node begins. A cluster is founded once, by empty nodes that have all
 * seen each other empty; from then on an empty node is one that has lost its data, and must not
 * vote as if it had not: it is removed and joins anew.
 */
final class Founding {
  private static final Logger log = LoggerFactory.getLogger(Founding.class);
  private static final String NOTE = "founders";
  private static final long REMINDER_S = 10;

  private final DataDirectory data;
  private final ClusterSettings settings;
  private final long incarnation;
  private final ReentrantLock lock = new ReentrantLock(); // guards founders
  private final Condition news = lock.newCondition();
  private Map<Member, Long> founders;

  Founding(DataDirectory data, ClusterSettings settings, long incarnation) {
    this.data = data;
    this.settings = settings;
    this.incarnation = incarnation;
    this.founders = read(data);
  }

  private static Map<Member, Long> read(DataDirectory data) {
    Map<Member, Long> read = new TreeMap<>();
    data.note(NOTE)
        .forEach((member, id) -> read.put(Member.parse(member), Long.parseUnsignedLong(id, 16)));
    return read;
  }

  /** What this node says of itself now. */
  Introduction introduction() {
    lock.lock();
    try {
      return new Introduction(
          data.clusterId(), settings.self(), incarnation, founders, FeatureLevel.SUPPORTED);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The members to begin with; nobody for a node that waits to be taken in. Returns when it is
   * known, which for a new cluster is when all its members are there.
   *
   * @throws Failure USER if the cluster was founded without this process
   */
  Collection<Member> await(Peers peers) {
    if (introduction().isFounded()) {
      return introduction().founders().keySet();
    }
    if (settings.join()) {
      refuseIfCounted(peers);
      log.info("Waits to be taken in: `divan cluster add {}` on any member", settings.self());
      return List.of();
    }
    peers.watch(
        new Peers.Watcher() {
          @Override
          public void up(Introduction member) {
            signal();
          }
        });
    return awaitAll(peers);
  }

  /**
   * A node that lost its data and is still counted would vote as if it had never voted or stored
   * anything: what a majority with it has acknowledged could be lost.
   *
   * @throws Failure USER if a member says that this node is counted
   */
  private void refuseIfCounted(Peers peers) {
    Optional<Boolean> counted = ask(peers);
    for (int attempt = 1; counted.isEmpty(); attempt++) {
      if (attempt % REMINDER_S == 0) {
        log.info(
            "Waits for a member that can tell whether {} is still counted: reached={}",
            settings.self(),
            peers.links().keySet().stream().filter(peers::isUp).toList());
      }
      counted = ask(peers);
    }
    if (counted.get()) {
      throw Failure.of(
          Kind.USER,
          "cluster.still-member",
          "This node is empty and still counted as a member. Run `divan cluster remove "
              + settings.self()
              + "` on another node first, then start this one with --join again.");
    }
  }

  /** The first answer of any member within a second; nothing if none can tell. */
  private Optional<Boolean> ask(Peers peers) {
    var answer = new CompletableFuture<Optional<Boolean>>();
    answer.completeOnTimeout(Optional.empty(), 1, TimeUnit.SECONDS);
    peers.links().keySet().stream()
        .filter(peers::isUp)
        .forEach(member ->
            Membership.isCounted(peers, member, settings.self())
                .thenAccept(counted -> answer.complete(Optional.of(counted))));
    return answer.join();
  }

  private void signal() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Collection<Member> awaitAll(Peers peers) {
    lock.lock();
    try {
      while (!decide(peers)) {
        if (!news.await(REMINDER_S, TimeUnit.SECONDS)) {
          log.info(
              "Waits for the other members, to found the cluster with them: missing={}",
              settings.all().stream()
                  .filter(m -> !m.equals(settings.self()) && !peers.isUp(m))
                  .toList());
        }
      }
      return founders.keySet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(Kind.UNAVAILABLE, "log.interrupted", "Interrupted while starting.");
    } finally {
      lock.unlock();
    }
  }

  private boolean decide(Peers peers) {
    Map<Member, Long> empty = new TreeMap<>();
    empty.put(settings.self(), incarnation);
    for (Member member : settings.all()) {
      var heard = peers.heardFrom(member);
      if (heard.isPresent() && heard.get().isFounded()) {
        join(heard.get());
        return true;
      }
      if (heard.isPresent() && peers.isUp(member)) {
        empty.put(member, heard.get().incarnation());
      }
    }
    if (!empty.keySet().containsAll(settings.all())) {
      return false;
    }
    found(empty);
    return true;
  }

  private void join(Introduction founded) {
    Long here = founded.founders().get(settings.self());
    if (here == null || here != incarnation) {
      throw Failure.of(
          Kind.USER,
          "cluster.empty-member",
          "The cluster runs already ("
              + founded.member()
              + " says so), and the data directory of this node is empty. If its data is lost, run"
              + " `divan cluster remove "
              + settings.self()
              + "` on another node, start this one with --join, and `divan cluster add "
              + settings.self()
              + "`.");
    }
    found(founded.founders());
  }

  private void found(Map<Member, Long> together) {
    Map<String, String> lines = new TreeMap<>();
    together.forEach((member, id) -> lines.put(member.toString(), Long.toHexString(id)));
    data.note(NOTE, lines);
    founders = together;
    log.info("The cluster is founded: members={}", together.keySet());
  }

  /** A running cluster has taken this node in. */
  void takenIn() {
    lock.lock();
    try {
      if (founders.isEmpty()) {
        found(new TreeMap<>(Map.of(settings.self(), incarnation)));
      }
    } finally {
      lock.unlock();
    }
  }
}
