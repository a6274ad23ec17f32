package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.net.InboundBudget;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Session.Channel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's transport: first only a connection, then, once the client has opened its stream and
 * said who it is, a session that can be told things over that stream.
 */
final class Connection implements Channel {
  private static final int READY_BELOW = 1024 * 1024;

  private final String id;
  private final InetSocketAddress client;
  private final Runnable hangUp;
  private final Arrivals arrivals;
  private final AtomicLong pushIds = new AtomicLong();
  private final ConcurrentHashMap<String, CompletableFuture<Object>> unanswered =
      new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable CompletableFuture<Void>> caughtUp =
      new AtomicReference<>();
  private final ReentrantLock sending = new ReentrantLock(); // guards stream and what is sent on it
  private @Nullable ServerCall<Payload, Payload> stream;
  private volatile @Nullable Session session;
  private volatile String module = "";
  private volatile String spelledDefault = "";
  private volatile long lastSign;

  /**
   * @param id what the client is told
   * @param hangUp ends the transport
   * @param now monotonic nanoseconds
   */
  Connection(
      String id, InetSocketAddress client, InboundBudget.Share share, Runnable hangUp, long now) {
    this.id = id;
    this.client = client;
    this.hangUp = hangUp;
    this.arrivals = new Arrivals(share, hangUp);
    this.lastSign = now;
  }

  String id() {
    return id;
  }

  InetSocketAddress client() {
    return client;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /** Null until the client has said who it is, and after it has gone. */
  @Nullable Session session() {
    return session;
  }

  void opened(Session newSession, String clientModule) {
    module = clientModule;
    session = newSession;
  }

  /** What the client says it is for: {@code config} or {@code naming}. */
  String module() {
    return module;
  }

  /** The client has sent something. */
  void sign(long now) {
    lastSign = now;
  }

  long lastSign() {
    return lastSign;
  }

  /** How the client writes the default namespace: {@code public}, or nothing at all. */
  String spelledDefault() {
    return spelledDefault;
  }

  void spellsDefault(String tenant) {
    spelledDefault = tenant;
  }

  /**
   * Completes when this node has caught up with whatever the client may have seen elsewhere; asks
   * once for each connection.
   */
  CompletableFuture<Void> caughtUp(Supplier<CompletableFuture<Void>> ask) {
    CompletableFuture<Void> known = caughtUp.get();
    if (known != null && !known.isCompletedExceptionally()) {
      return known;
    }
    CompletableFuture<Void> asked = ask.get();
    caughtUp.compareAndSet(known, asked);
    return asked;
  }

  /**
   * Takes the client's stream.
   *
   * @return whether it is the first
   */
  boolean opened(ServerCall<Payload, Payload> newStream) {
    sending.lock();
    try {
      if (stream != null) {
        return false;
      }
      stream = newStream;
      newStream.setOnReadyThreshold(READY_BELOW);
      newStream.sendHeaders(new Metadata());
      return true;
    } finally {
      sending.unlock();
    }
  }

  /** Tells the client something that it does not answer. */
  void tell(String type, ObjectNode body) {
    send(Payload.of(type, Body.bytes(body)));
  }

  /** Tells the client something and waits for its word that it has understood. */
  CompletableFuture<Object> ask(String type, ObjectNode body) {
    String pushId = Long.toString(pushIds.incrementAndGet());
    body.put("requestId", pushId);
    var answer = new CompletableFuture<Object>();
    unanswered.put(pushId, answer);
    answer.whenComplete((done, error) -> unanswered.remove(pushId, answer));
    if (!send(Payload.of(type, Body.bytes(body)))) {
      answer.completeExceptionally(
          Failure.of(
              Kind.UNAVAILABLE, "nacos.not-reading", "The client does not take what it is sent."));
    }
    return answer;
  }

  private boolean send(Payload payload) {
    sending.lock();
    try {
      if (stream == null || stream.isCancelled() || !stream.isReady()) {
        return false;
      }
      stream.sendMessage(payload);
      return true;
    } finally {
      sending.unlock();
    }
  }

  /** The client answers what it was told. */
  void answered(Body answer) {
    CompletableFuture<Object> waiting = unanswered.get(answer.text("requestId"));
    if (waiting == null) {
      return; // too late, or never asked
    }
    if (answer.number("resultCode", NacosCode.OK) == NacosCode.OK) {
      waiting.complete(answer);
    } else {
      waiting.completeExceptionally(
          Failure.of(
              Kind.EXTERNAL,
              "nacos.push-refused",
              "The client could not take it: " + answer.text("message")));
    }
  }

  /** The stream or the transport has ended: whatever waits for the client waits in vain. */
  @Nullable Session gone() {
    Session was = session;
    session = null;
    List<CompletableFuture<Object>> waiting = new ArrayList<>(unanswered.values());
    Failure why = Failure.of(Kind.UNAVAILABLE, "nacos.gone", "The client has disconnected.");
    waiting.forEach(each -> each.completeExceptionally(why));
    return was;
  }

  /** Ends the stream from this side, where the transport may stay. */
  void refuse(Status why) {
    sending.lock();
    try {
      if (stream != null && !stream.isCancelled()) {
        stream.close(why, new Metadata());
      }
    } finally {
      sending.unlock();
    }
  }

  @Override
  public CompletableFuture<Object> deliver(Object message) {
    return Pushes.deliver(this, message);
  }

  @Override
  public void close() {
    hangUp.run();
  }
}
