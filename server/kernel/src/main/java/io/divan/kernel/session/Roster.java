package io.divan.kernel.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.peer.Introduction;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Service;
import io.divan.kernel.peer.Topic;
import io.divan.kernel.session.wire.Changes;
import io.divan.kernel.session.wire.Copy;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sessions have said, of all kinds and on all members. Changes are sent to every member in
 * their order; a link that comes up, or that has failed to take one, gets everything anew.
 */
final class Roster implements Peers.Watcher, Service {
  private static final Logger log = LoggerFactory.getLogger(Roster.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration REPAIR_AFTER = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int PART = 500;

  private final long node;
  private final Clock clock;
  private final Duration kept;
  private final Map<String, Copies.Listener> listeners = new HashMap<>(); // set before connecting
  private final ReentrantLock lock = new ReentrantLock(); // guards what follows
  private final Map<Key, Copy> own = new LinkedHashMap<>();
  private final Map<Long, Set<Key>> others = new HashMap<>(); // by process
  private final Map<Long, Set<Key>> missing = new HashMap<>(); // not yet seen of everything
  private final Set<Member> repairing = new HashSet<>();
  private final Map<Long, Long> lostSince =
      new HashMap<>(); // processes without a link, nanoseconds
  private Optional<Peers> peers = Optional.empty();
  private volatile boolean isConnected; // before, nobody is there whom a copy could serve

  private record Key(String kind, SessionId session) {}

  /**
   * @param kept how long the copies of a process that is not reached any more are kept
   */
  Roster(long node, Clock clock, Duration kept) {
    this.node = node;
    this.clock = clock;
    this.kept = kept;
  }

  Copies of(String kind, Copies.Listener listener) {
    listeners.put(kind, listener);
    return new Copies() {
      @Override
      public void publish(SessionId session, long version, Supplier<byte[]> value) {
        if (isConnected) {
          ByteString bytes = ByteString.copyFrom(value.get());
          change(copy(kind, session).setVersion(version).setValue(bytes).build());
        }
      }

      @Override
      public void ended(SessionId session) {
        if (isConnected) {
          change(copy(kind, session).setEnded(true).build());
        }
      }
    };
  }

  private static Copy.Builder copy(String kind, SessionId session) {
    return Copy.newBuilder().setKind(kind).setNode(session.node()).setNumber(session.number());
  }

  void connect(Peers link) {
    lock.lock();
    try {
      peers = Optional.of(link);
    } finally {
      lock.unlock();
    }
    isConnected = true;
    link.watch(this);
    clock.every(SWEEP, this::forgetTheLost);
    link.links().keySet().forEach(this::sendAll);
  }

  private void change(Copy copy) {
    lock.lock();
    try {
      Key key = key(copy);
      boolean known = own.containsKey(key);
      if (copy.getEnded()) {
        own.remove(key);
      } else {
        own.put(key, copy);
      }
      boolean news = known || !copy.getEnded();
      if (news && peers.isPresent()) {
        var changes = message().addCopies(copy).build();
        peers.get().links().keySet().forEach(member -> send(member, changes));
      }
    } finally {
      lock.unlock();
    }
  }

  private static Key key(Copy copy) {
    return new Key(copy.getKind(), new SessionId(copy.getNode(), copy.getNumber()));
  }

  private Changes.Builder message() {
    return Changes.newBuilder().setNode(node);
  }

  /** The lock is held, so that a member gets everything in its order. */
  private void send(Member member, Changes message) {
    Peers link = peers.orElseThrow();
    if (!link.isUp(member)) {
      return; // gets everything when it comes up
    }
    link.call(member, Topic.SESSIONS, message.toByteArray(), LIMIT)
        .whenComplete((done, failure) -> {
          if (failure != null) {
            repair(member);
          }
        });
  }

  private void repair(Member member) {
    lock.lock();
    try {
      if (!repairing.add(member)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    clock.after(
        REPAIR_AFTER,
        () -> {
          lock.lock();
          try {
            repairing.remove(member);
          } finally {
            lock.unlock();
          }
          sendAll(member);
        });
  }

  private void sendAll(Member member) {
    lock.lock();
    try {
      List<Copy> all = new ArrayList<>(own.values());
      for (int from = 0; from == 0 || from < all.size(); from += PART) {
        int end = Math.min(from + PART, all.size());
        send(
            member,
            message()
                .addAllCopies(all.subList(from, end))
                .setFirst(from == 0)
                .setLast(end == all.size())
                .build());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void up(Introduction member) {
    sendAll(member.member());
  }

  /** A process without a link for long enough is gone, however its link was lost. */
  private void forgetTheLost() {
    long now = clock.nanos();
    List<Long> gone = new ArrayList<>();
    lock.lock();
    try {
      Peers link = peers.orElseThrow();
      for (Long process : others.keySet()) {
        if (link.memberOf(process).isPresent()) {
          lostSince.remove(process);
        } else if (now - lostSince.computeIfAbsent(process, p -> now) > kept.toNanos()) {
          gone.add(process);
        }
      }
      lostSince.keySet().removeAll(gone);
    } finally {
      lock.unlock();
    }
    gone.forEach(this::forget);
  }

  private void forget(long process) {
    Set<Key> gone;
    lock.lock();
    try {
      Set<Key> held = others.remove(process);
      gone = held == null ? Set.of() : held;
      missing.remove(process);
    } finally {
      lock.unlock();
    }
    if (!gone.isEmpty()) {
      log.info("Forgets {} copies of process {}", gone.size(), Long.toHexString(process));
    }
    gone.forEach(this::tellGone);
  }

  private void tellGone(Key key) {
    Copies.Listener listener = listeners.get(key.kind());
    if (listener != null) {
      listener.gone(key.session());
    }
  }

  /** Another member's changes; on one thread, so in its order. */
  @Override
  public CompletableFuture<byte[]> serve(Member from, byte[] question) {
    try {
      take(Changes.parseFrom(question));
      return CompletableFuture.completedFuture(new byte[0]);
    } catch (InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(new IllegalArgumentException(e));
    }
  }

  private void take(Changes message) {
    Set<Key> gone = new HashSet<>();
    lock.lock();
    try {
      Set<Key> held = others.computeIfAbsent(message.getNode(), process -> new HashSet<>());
      if (message.getFirst()) {
        missing.put(message.getNode(), new HashSet<>(held));
      }
      Set<Key> unseen = missing.getOrDefault(message.getNode(), new HashSet<>());
      for (Copy copy : message.getCopiesList()) {
        unseen.remove(key(copy));
        if (copy.getEnded()) {
          held.remove(key(copy));
        } else {
          held.add(key(copy));
        }
      }
      if (message.getLast()) {
        missing.remove(message.getNode());
        held.removeAll(unseen);
        gone.addAll(unseen);
      }
    } finally {
      lock.unlock();
    }
    message.getCopiesList().forEach(this::tell);
    gone.forEach(this::tellGone);
  }

  private void tell(Copy copy) {
    if (copy.getEnded()) {
      tellGone(key(copy));
      return;
    }
    Copies.Listener listener = listeners.get(copy.getKind());
    if (listener != null) {
      listener.said(key(copy).session(), copy.getVersion(), copy.getValue().toByteArray());
    }
  }
}
