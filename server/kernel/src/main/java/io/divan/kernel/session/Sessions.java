package io.divan.kernel.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Topic;
import io.divan.kernel.session.Session.Channel;
import io.divan.kernel.session.wire.Delivery;
import io.divan.kernel.time.Clock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Every open session, and how a domain reaches one by its name alone, wherever it is. */
public final class Sessions {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final Duration COPIES_KEPT = Duration.ofSeconds(15);

  private final long node;
  private final Clock clock;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentHashMap<SessionId, Session> open = new ConcurrentHashMap<>();
  private final List<RemoteMessages> spoken = new CopyOnWriteArrayList<>();
  private final Roster roster;
  private volatile @Nullable Peers peers;

  /**
   * @param node the incarnation of this server process
   */
  public Sessions(long node, Clock clock) {
    this.node = node;
    this.clock = clock;
    this.roster = new Roster(node, clock, COPIES_KEPT);
  }

  /**
   * Lets sessions of other members be reached, and copies go to and fro.
   *
   * @param inOrder one thread: takes the other members' copies
   * @param aside where messages of other members are delivered
   */
  public void connect(Peers link, Executor inOrder, Executor aside) {
    peers = link;
    link.offer(Topic.SESSIONS, inOrder, roster);
    link.offer(Topic.DELIVERY, aside, (from, question) -> deliverHere(question));
    roster.connect(link);
  }

  /** Whether other members may hold sessions, too. */
  public boolean isClustered() {
    return peers != null;
  }

  /** Copies of what sessions say of a kind; to be asked for before the server connects. */
  public Copies copies(String kind, Copies.Listener listener) {
    return roster.of(kind, listener);
  }

  /** Says how a domain's messages travel to other members. */
  public void speak(RemoteMessages messages) {
    spoken.add(messages);
  }

  public Session open(String door, InetSocketAddress client, Channel channel) {
    var id = new SessionId(node, numbers.incrementAndGet());
    var session = new Session(id, door, client, clock.now(), channel);
    open.put(id, session);
    return session;
  }

  /** The door says that the connection has ended. Saying so twice does nothing more. */
  public void ended(Session session) {
    if (open.remove(session.id()) != null) {
      session.ended();
    }
  }

  public Optional<Session> find(SessionId id) {
    return Optional.ofNullable(open.get(id));
  }

  public Collection<Session> all() {
    return Collections.unmodifiableCollection(open.values());
  }

  /**
   * Sends a message to a session, wherever it is.
   *
   * @return the client's answer; fails with UNAVAILABLE if the session has ended or its member is
   *     not reached
   */
  public CompletableFuture<Object> deliver(SessionId id, Object message) {
    Session session = open.get(id);
    if (session != null) {
      return session.deliver(message);
    }
    Peers link = peers;
    Optional<Member> holder = link == null ? Optional.empty() : link.memberOf(id.node());
    if (link == null || holder.isEmpty()) {
      return CompletableFuture.failedFuture(ended(id));
    }
    return deliverThere(link, holder.get(), id, message);
  }

  private CompletableFuture<Object> deliverThere(
      Peers link, Member holder, SessionId id, Object message) {
    RemoteMessages messages =
        spoken.stream()
            .filter(each -> each.knows(message))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not sent afar: " + message));
    byte[] delivery =
        Delivery.newBuilder()
            .setNode(id.node())
            .setNumber(id.number())
            .setKind(messages.kind())
            .setMessage(ByteString.copyFrom(messages.encode(message)))
            .build()
            .toByteArray();
    return link.call(holder, Topic.DELIVERY, delivery, ANSWERED_WITHIN)
        .thenApply(messages::decodeAnswer);
  }

  private CompletableFuture<byte[]> deliverHere(byte[] question) {
    try {
      Delivery delivery = Delivery.parseFrom(question);
      var id = new SessionId(delivery.getNode(), delivery.getNumber());
      Session session = open.get(id);
      if (session == null) {
        return CompletableFuture.failedFuture(ended(id));
      }
      RemoteMessages messages =
          spoken.stream()
              .filter(each -> each.kind().equals(delivery.getKind()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("unknown: " + delivery.getKind()));
      return session
          .deliver(messages.decode(delivery.getMessage().toByteArray()))
          .thenApply(messages::encodeAnswer);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          Failure.of(Kind.INTERNAL, "session.unreadable", String.valueOf(e.getMessage())));
    }
  }

  private static Failure ended(SessionId id) {
    return Failure.of(Kind.UNAVAILABLE, "session.ended", "Session " + id + " has ended.");
  }
}
