package io.divan.rpc.wire;

import io.divan.protocol.bolt.BoltRequest;
import io.divan.rpc.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening port and the connections it has accepted. */
public final class BoltListener {
  private static final Logger LOG = LoggerFactory.getLogger(BoltListener.class);
  private static final int BACKLOG = 1024;

  private final IoThreads threads;
  private final FrameLimits limits;
  private final int mostConnections;
  private final PartialFrames partialFrames;
  private final BiConsumer<ServerConnection, BoltRequest> handler;
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final SparseLog log = new SparseLog(LOG);
  private final Channel listening;

  private BoltListener(
      IoThreads threads,
      Address address,
      FrameLimits limits,
      int mostConnections,
      long mostPartial,
      BiConsumer<ServerConnection, BoltRequest> handler)
      throws IOException {
    this.threads = threads;
    this.limits = limits;
    this.mostConnections = mostConnections;
    this.partialFrames = new PartialFrames(mostPartial);
    this.handler = handler;
    this.listening = bind(address);
  }

  /**
   * Listens from now on.
   *
   * @param handler called in a connection's thread, may not block; has to see to it that {@link
   *     ServerConnection#finished} is called for every request
   */
  public static BoltListener open(
      IoThreads threads,
      Address address,
      FrameLimits limits,
      int mostConnections,
      long mostPartial,
      BiConsumer<ServerConnection, BoltRequest> handler)
      throws IOException {
    BoltListener listener =
        new BoltListener(threads, address, limits, mostConnections, mostPartial, handler);
    listener.later();
    return listener;
  }

  private Channel bind(Address address) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(threads.group())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(64 << 10, 256 << 10))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                })
            .bind(new InetSocketAddress(address.host(), address.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    return bound.channel();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // of a connection nobody has seen
  private void accept(Channel channel) {
    if (accepted.incrementAndGet() > mostConnections) {
      accepted.decrementAndGet();
      log.warn("refusing a connection: {} are open, the limit", mostConnections);
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> accepted.decrementAndGet());
    channel.pipeline().addLast(new ServerConnection(this, limits, partialFrames));
  }

  void opened(ServerConnection connection) {
    connections.add(connection);
  }

  void closed(ServerConnection connection) {
    connections.remove(connection);
  }

  void received(ServerConnection connection, BoltRequest request) {
    handler.accept(connection, request);
  }

  void complain(String remote, String why) {
    log.warn("closing the connection from {}: {}", remote, why);
  }

  /** Where it listens; with the port that was free if none was given. */
  public Address address() {
    InetSocketAddress address = (InetSocketAddress) listening.localAddress();
    return new Address(address.getAddress().getHostAddress(), address.getPort());
  }

  public Set<ServerConnection> connections() {
    return connections;
  }

  /** Bytes held by frames that are not complete. */
  public long partialBytes() {
    return partialFrames.total();
  }

  /** Accepts no more connections; those open live on. */
  public void stopAccepting() {
    listening.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  private void checkTimes() {
    long now = System.nanoTime();
    connections.forEach(connection -> connection.checkTimes(now));
    later();
  }

  /** Until the threads end. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void later() {
    long tick = Math.max(10, Math.min(1000, limits.idleTime().toMillis() / 4));
    listening.eventLoop().schedule(this::checkTimes, tick, TimeUnit.MILLISECONDS);
  }
}
