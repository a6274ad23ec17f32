package io.divan.kernel.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A client's connection as the domains see it: something that can be told things, and that ends.
 */
public final class Session {
  private final SessionId id;
  private final String door;
  private final InetSocketAddress client;
  private final Instant opened;
  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock(); // guards closed and onClose
  private final List<Consumer<Session>> onClose = new ArrayList<>();
  private boolean closed;
  private volatile String description = "";

  /** The door's side of a session. */
  public interface Channel {
    /**
     * Sends a message of the domain to the client.
     *
     * @return the client's answer, a domain value as well; fails with a Failure EXTERNAL or
     *     UNAVAILABLE when none can come
     */
    CompletableFuture<Object> deliver(Object message);

    /** Ends the connection. */
    void close();
  }

  Session(SessionId id, String door, InetSocketAddress client, Instant opened, Channel channel) {
    this.id = id;
    this.door = door;
    this.client = client;
    this.opened = opened;
    this.channel = channel;
  }

  public SessionId id() {
    return id;
  }

  public String door() {
    return door;
  }

  public InetSocketAddress client() {
    return client;
  }

  public Instant opened() {
    return opened;
  }

  /** What the client says it is, for people. */
  public String description() {
    return description;
  }

  public void describe(String text) {
    description = text;
  }

  /** Runs {@code action} when the session ends; at once if it has. */
  public void onClose(Consumer<Session> action) {
    lock.lock();
    try {
      if (!closed) {
        onClose.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.accept(this);
  }

  CompletableFuture<Object> deliver(Object message) {
    return channel.deliver(message);
  }

  /** Ends the connection from this side. */
  public void close() {
    channel.close();
  }

  void ended() {
    List<Consumer<Session>> actions;
    lock.lock();
    try {
      closed = true;
      actions = List.copyOf(onClose);
      onClose.clear();
    } finally {
      lock.unlock();
    }
    actions.forEach(action -> action.accept(this));
  }
}
