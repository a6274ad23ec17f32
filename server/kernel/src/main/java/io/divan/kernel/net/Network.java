package io.divan.kernel.net;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every socket of the server: one set of event loops, one TLS setting, a bound on connections. */
public final class Network implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Network.class);
  private static final int BACKLOG = 1024;
  private static final int LITTLE = 4 * 1024; // of an unfinished request
  private static final int WRITE_LOW = 256 * 1024;
  private static final int WRITE_HIGH = 1024 * 1024;

  private final NetSettings settings;
  private final Addresses addresses;
  private final @Nullable SslContext tls;
  private final InboundBudget unfinished;
  private final Descriptors descriptors = Descriptors.ofProcess();
  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final List<Listener> listeners = new ArrayList<>();

  /**
   * @throws Failure USER if the TLS files cannot be used
   */
  public Network(NetSettings settings, Addresses addresses) {
    this.settings = settings;
    this.addresses = addresses;
    this.tls = tls(settings);
    this.unfinished = new InboundBudget(settings.maxUnfinished().bytes(), LITTLE);
    this.acceptors =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("divan-accept", true), NioIoHandler.newFactory());
    this.workers =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("divan-io", true),
            NioIoHandler.newFactory());
  }

  private static @Nullable SslContext tls(NetSettings settings) {
    if (settings.tlsCertificate().isEmpty() || settings.tlsKey().isEmpty()) {
      return null;
    }
    try {
      return SslContextBuilder.forServer(
              settings.tlsCertificate().get().toFile(), settings.tlsKey().get().toFile())
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw Failure.caused(
          Kind.USER, "net.tls", "The TLS certificate or key cannot be used: " + e.getMessage(), e);
    }
  }

  public Addresses addresses() {
    return addresses;
  }

  /** What all connections together may hold of requests that are not whole yet. */
  public InboundBudget unfinished() {
    return unfinished;
  }

  /** The event loops that accept connections, for servers that bind by themselves. */
  public EventLoopGroup acceptors() {
    return acceptors;
  }

  /** The event loops that serve connections, for servers that bind by themselves. */
  public EventLoopGroup workers() {
    return workers;
  }

  /**
   * Bounds the connections of a server that binds by itself.
   *
   * @param name what it serves, for logs
   */
  public GatedServer gated(String name) {
    return new GatedServer(name, new ConnectionGate(name, settings.maxConnections(), descriptors));
  }

  public NetSettings settings() {
    return settings;
  }

  /**
   * Opens a port.
   *
   * @param name what it serves, for logs and the console
   * @param port 0 for any free one
   * @param pipeline builds each connection's handlers, behind TLS where that is on
   * @throws Failure CONFLICT if the port is taken
   */
  public Listener listen(String name, int port, Consumer<SocketChannel> pipeline) {
    var gate = new ConnectionGate(name, settings.maxConnections(), descriptors);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(acceptors, workers)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(WRITE_LOW, WRITE_HIGH))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (!gate.admit(channel)) {
                      return;
                    }
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    pipeline.accept(channel);
                  }
                })
            .bind(new InetSocketAddress(addresses.listen(), port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw portTaken(name, port, bound.cause());
    }
    var listener = new Listener(name, bound.channel(), gate);
    listeners.add(listener);
    log.info("Listens: door={} address={}", name, listener.address());
    return listener;
  }

  /** The failure to report when a port cannot be opened. */
  public static Failure portTaken(String name, int port, @Nullable Throwable cause) {
    return Failure.of(
        Kind.CONFLICT,
        "net.port-taken",
        "Port "
            + port
            + " for "
            + name
            + " cannot be opened ("
            + (cause == null ? "unknown reason" : cause.getMessage())
            + "). Stop whatever uses it, or move or switch off this door in the settings.");
  }

  /** The certificate files, for servers that build their own TLS. */
  public Optional<SslContextBuilder> tlsForServer() {
    return tls == null
        ? Optional.empty()
        : Optional.of(
            SslContextBuilder.forServer(
                settings.tlsCertificate().orElseThrow().toFile(),
                settings.tlsKey().orElseThrow().toFile()));
  }

  @Override
  public void close() {
    listeners.forEach(Listener::close);
    acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  /** One open port. */
  public static final class Listener {
    private final String name;
    private final Channel channel;
    private final ConnectionGate gate;

    private Listener(String name, Channel channel, ConnectionGate gate) {
      this.name = name;
      this.channel = channel;
      this.gate = gate;
    }

    public String name() {
      return name;
    }

    public InetSocketAddress address() {
      return (InetSocketAddress) channel.localAddress();
    }

    public int port() {
      return address().getPort();
    }

    public int connections() {
      return gate.open();
    }

    /** Takes no more connections and ends the open ones. */
    public void close() {
      channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
      gate.closeAll();
    }
  }
}
