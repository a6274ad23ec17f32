package io.divan.rpc.wire;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltFrame;
import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.bolt.BoltResponse;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.rpc.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's end of a connection: matches answers with requests and keeps it alive. */
public final class ClientConnection extends Connection {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final int DEADLINE_TICK_MILLIS = 10;
  private static final int MISSED_HEARTBEATS = 3;

  private final Address address;
  private final ClientSocketOptions options;
  private final Listener listener;
  private final InFlight inFlight;
  private final AtomicInteger watched = new AtomicInteger();
  private final AtomicBoolean watching = new AtomicBoolean();
  private volatile boolean closed;
  private boolean connected;
  private long lastReadBefore;
  private int missedHeartbeats;

  /** Who wants to know how the connection does; called in the connection's thread. */
  public interface Listener {
    void connected(ClientConnection connection);

    /** Never connected, or not any longer. */
    void disconnected(ClientConnection connection, String why);
  }

  /**
   * How a client connects.
   *
   * @param heartbeat after how much silence to ask whether the other side is there
   * @param inFlight the most requests under way, a power of two
   */
  public record ClientSocketOptions(
      FrameLimits limits,
      Duration connectTimeout,
      Duration heartbeat,
      int inFlight,
      BoltVersion version) {}

  private ClientConnection(Address address, ClientSocketOptions options, Listener listener) {
    super(options.limits(), new PartialFrames(Long.MAX_VALUE), new UnsentBytes(Long.MAX_VALUE));
    this.address = address;
    this.options = options;
    this.listener = listener;
    this.inFlight = new InFlight(options.inFlight());
  }

  /** Begins to connect; the listener hears how that went. Blocks while the host is looked up. */
  public static ClientConnection connect(
      IoThreads threads, Address address, ClientSocketOptions options, Listener listener) {
    ClientConnection connection = new ClientConnection(address, options, listener);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(threads.group())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connectTimeout().toMillis())
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(64 << 10, 256 << 10))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(connection);
                  }
                });
    ChannelFuture connecting =
        bootstrap.connect(new InetSocketAddress(address.host(), address.port()));
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        connection.closed = true;
        listener.disconnected(connection, String.valueOf(done.cause()));
      }
    });
    return connection;
  }

  public Address address() {
    return address;
  }

  public BoltVersion version() {
    return options.version();
  }

  /** From any thread: how many requests are under way. */
  public int inFlight() {
    return inFlight.count();
  }

  /** From any thread: how many requests have been made so far. */
  public long calls() {
    return inFlight.total();
  }

  @Override
  void opened() {
    connected = true;
    later(this::keepAlive, options.heartbeat().toMillis());
    listener.connected(this);
  }

  /** Gives the exchange an id; false if too many are under way. */
  public boolean begin(Exchange exchange) {
    if (!inFlight.add(exchange)) {
      return false;
    }
    if (exchange.isWatched()) {
      watch();
    }
    if (closed && inFlight.remove(exchange)) {
      exchange.lost("the connection has just been closed");
    }
    return true;
  }

  /** The id of an exchange that has begun. */
  public int id(Exchange exchange) {
    return exchange.id();
  }

  /** Ends an exchange without an answer; false if it has ended already. */
  public boolean abandon(Exchange exchange) {
    boolean removed = inFlight.remove(exchange);
    if (removed) {
      ended(exchange);
    }
    return removed;
  }

  private void ended(Exchange exchange) {
    if (exchange.isWatched()) {
      watched.decrementAndGet();
    }
  }

  @Override
  void received(BoltFrame frame) {
    if (frame instanceof BoltResponse response) {
      Exchange exchange = inFlight.remove(response.id());
      if (exchange != null) {
        ended(exchange);
        exchange.answered(response);
      } // else nobody waits any more, or it is a heartbeat's
    } else if (frame instanceof BoltRequest request && request.command() == BoltCommand.HEARTBEAT) {
      ByteWriter out = new ByteWriter(64, 64);
      new BoltEncoder(out).answer(request, BoltStatus.SUCCESS);
      send(out.toByteArray());
    }
  }

  @Override
  void closed(@Nullable String why) {
    closed = true;
    String reason = why == null ? "closed by the other side" : why;
    inFlight.forEach(exchange -> {
      if (inFlight.remove(exchange)) {
        ended(exchange);
        exchange.lost(reason);
      }
    });
    if (connected) {
      listener.disconnected(this, reason);
    }
  }

  @Override
  void complain(String why) {
    LOG.warn("closing the connection to {}: {}", address, why);
  }

  // Deadlines of exchanges that no thread waits for

  private void watch() {
    watched.incrementAndGet();
    if (!watching.get() && watching.compareAndSet(false, true)) {
      later(this::checkDeadlines, DEADLINE_TICK_MILLIS);
    }
  }

  private void checkDeadlines() {
    long now = System.nanoTime();
    inFlight.forEach(exchange -> {
      if (exchange.isWatched() && now - exchange.deadline() >= 0 && abandon(exchange)) {
        exchange.expired();
      }
    });
    watching.set(false);
    if (watched.get() > 0 && watching.compareAndSet(false, true)) {
      later(this::checkDeadlines, DEADLINE_TICK_MILLIS);
    }
  }

  // Heartbeats

  private void keepAlive() {
    if (lastRead() - lastReadBefore != 0) {
      missedHeartbeats = 0;
      lastReadBefore = lastRead();
    } else if (++missedHeartbeats > MISSED_HEARTBEATS) {
      close("no answer to " + MISSED_HEARTBEATS + " heartbeats");
      return;
    } else {
      ByteWriter out = new ByteWriter(64, 64);
      new BoltEncoder(out)
          .heartbeat(options.version(), InFlight.NO_ID, (int) options.heartbeat().toMillis());
      send(out.toByteArray());
    }
    if (!closed) {
      later(this::keepAlive, options.heartbeat().toMillis());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // ends with the connection's thread at the latest
  private void later(Runnable task, long millis) {
    Channel open = channel();
    if (open != null) {
      open.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }
}
