package io.divan.kernel.session;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.session.Session.Channel;
import io.divan.kernel.time.Clock;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Every open session, and how a domain reaches one by its name alone. */
public final class Sessions {
  private final long node;
  private final Clock clock;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentHashMap<SessionId, Session> open = new ConcurrentHashMap<>();

  /**
   * @param node the incarnation of this server process
   */
  public Sessions(long node, Clock clock) {
    this.node = node;
    this.clock = clock;
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
   * @return the client's answer; fails with UNAVAILABLE if the session has ended
   */
  public CompletableFuture<Object> deliver(SessionId id, Object message) {
    Session session = open.get(id);
    if (session == null) {
      return CompletableFuture.failedFuture(
          Failure.of(Kind.UNAVAILABLE, "session.ended", "Session " + id + " has ended."));
    }
    return session.deliver(message);
  }
}
