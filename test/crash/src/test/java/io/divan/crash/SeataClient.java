package io.divan.crash;

import io.divan.process.Await;
import io.divan.protocol.seata.SeataFrame;
import io.divan.protocol.seata.SeataFrame.FrameType;
import io.divan.protocol.seata.SeataMessage;
import io.divan.protocol.seata.SeataMessage.BranchEnd;
import io.divan.protocol.seata.SeataMessage.BranchEndResult;
import io.divan.protocol.seata.SeataMessage.Request;
import io.divan.protocol.seata.SeataMessage.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Seata protocol that is back within milliseconds of a crash, which the stock one
 * is not. It keeps one connection, and says who it is each time it opens one.
 */
final class SeataClient implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final List<Integer> ports;
  private final Request registration;
  private final Function<BranchEnd, BranchEndResult> secondPhase;
  private final AtomicInteger ids = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock(); // guards connection and its output
  private @Nullable Connection connection;
  private volatile boolean closed;

  private record Connection(
      Socket socket, ConcurrentHashMap<Integer, CompletableFuture<Response>> open) {}

  /**
   * @param ports of the servers, the one to begin with first; the next is tried when one is lost
   * @param registration what it says when it connects
   * @param secondPhase answers the coordinator's calls
   */
  SeataClient(
      List<Integer> ports, Request registration, Function<BranchEnd, BranchEndResult> secondPhase) {
    this.ports = List.copyOf(ports);
    this.registration = registration;
    this.secondPhase = secondPhase;
    Thread.ofVirtual().start(this::keepConnected);
  }

  private void keepConnected() {
    for (int turn = 0; !closed; turn++) {
      int port = ports.get(turn % ports.size());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        var opened = new Connection(socket, new ConcurrentHashMap<>());
        write(opened, new SeataFrame(FrameType.REQUEST, ids.incrementAndGet(), registration));
        swap(opened);
        read(opened);
      } catch (IOException e) {
        pause();
      } finally {
        swap(null);
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void swap(@Nullable Connection next) {
    lock.lock();
    try {
      if (connection != null && next == null) {
        connection
            .open()
            .values()
            .forEach(each -> each.completeExceptionally(new IOException("disconnected")));
      }
      connection = next;
    } finally {
      lock.unlock();
    }
  }

  private void read(Connection from) throws IOException {
    var in = new DataInputStream(from.socket().getInputStream());
    while (true) {
      byte[] head = in.readNBytes(7);
      if (head.length < 7) {
        throw new IOException("the connection has ended");
      }
      int length = Unpooled.wrappedBuffer(head).getInt(SeataFrame.LENGTH_OFFSET);
      ByteBuf whole =
          Unpooled.buffer(length).writeBytes(head).writeBytes(in.readNBytes(length - 7));
      SeataFrame frame = SeataFrame.read(whole);
      if (frame.type() == FrameType.RESPONSE && frame.body() instanceof Response response) {
        CompletableFuture<Response> waiting = from.open().remove(frame.requestId());
        if (waiting != null) {
          waiting.complete(response);
        }
      } else if (frame.body() instanceof BranchEnd call) {
        write(from, new SeataFrame(FrameType.RESPONSE, frame.requestId(), secondPhase.apply(call)));
      }
    }
  }

  private void write(Connection to, SeataFrame frame) throws IOException {
    ByteBuf bytes = Unpooled.buffer(256);
    frame.writeTo(bytes);
    lock.lock();
    try {
      to.socket().getOutputStream().write(bytes.array(), 0, bytes.readableBytes());
    } finally {
      lock.unlock();
    }
  }

  boolean isConnected() {
    lock.lock();
    try {
      return connection != null;
    } finally {
      lock.unlock();
    }
  }

  /** Asks, and returns nothing where no answer came: then nobody knows whether it was done. */
  Optional<Response> ask(SeataMessage request) {
    Connection to;
    lock.lock();
    try {
      to = connection;
    } finally {
      lock.unlock();
    }
    if (to == null) {
      return Optional.empty();
    }
    int id = ids.incrementAndGet();
    var answer = new CompletableFuture<Response>();
    to.open().put(id, answer);
    try {
      write(to, new SeataFrame(FrameType.REQUEST, id, request));
      return Optional.of(answer.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (IOException | ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Asks until there is an answer. */
  Response insist(SeataMessage request) {
    var answer = new CompletableFuture<Response>();
    Await.until(
        "an answer to " + request,
        Duration.ofSeconds(30),
        () -> ask(request).map(answer::complete).isPresent());
    return answer.join();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    lock.lock();
    try {
      if (connection != null) {
        connection.socket().close();
      }
    } finally {
      lock.unlock();
    }
  }
}
