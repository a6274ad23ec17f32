package io.divan.kernel.peer;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.net.Network;
import io.divan.kernel.telemetry.ThrottledLog;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other members of the cluster. Every node dials every other one, over TLS that only holders of
 * the cluster's secret can speak; what it asks goes out on the connection that it has dialled.
 */
public final class Peers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Peers.class);
  private static final int THREADS = 2;
  private static final int MOST_INCOMING = 256;
  private static final int HANDSHAKE_MS = 5_000;
  private static final int SILENCE_S = 5;
  private static final int SIGN_OF_LIFE_S = 1;
  private static final int WRITE_LOW = 16 * 1024 * 1024;
  private static final int WRITE_HIGH = 64 * 1024 * 1024;

  private final ThrottledLog strangers = new ThrottledLog(log);
  private final Member self;
  private final String cluster;
  private final int largestFrame;
  private final LinkTls tls;
  private final EventLoopGroup threads;
  private final AtomicInteger incoming = new AtomicInteger();
  private final ConcurrentHashMap<Member, Dialled> dialled = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Member, Introduction> known = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, Offered> services = new ConcurrentHashMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Supplier<Introduction> introduction;
  private final Channel listener;

  /** Hears when the link to a member comes up and when it ends; on the link's own thread. */
  public interface Watcher {
    default void up(Introduction member) {}

    default void down(Member member) {}
  }

  record Offered(Executor executor, Service service) {}

  private Peers(ClusterSettings settings, int largestMessage, Supplier<Introduction> introduction) {
    this.self = settings.self();
    this.cluster = clusterId(settings);
    this.largestFrame = largestMessage;
    this.tls = new LinkTls(LinkKey.of(settings.sharedSecret(), cluster));
    this.introduction = introduction;
    this.threads =
        new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("divan-peer", true), NioIoHandler.newFactory());
    this.listener = listen();
  }

  /**
   * Opens the port of the link; nobody is dialled before {@link #keepLinksTo}.
   *
   * @param largestMessage in bytes; a link that sends a larger one is ended
   * @param introduction what this node says of itself, asked at every new link
   * @throws Failure CONFLICT if the port is taken
   */
  public static Peers open(
      ClusterSettings settings, int largestMessage, Supplier<Introduction> introduction) {
    return new Peers(settings, largestMessage, introduction);
  }

  /** The identity of the cluster with these settings: a hash of its name, 16 hexadecimal digits. */
  public static String clusterId(ClusterSettings settings) {
    try {
      byte[] name = ("divan cluster " + settings.name()).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Channel listen() {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (incoming.incrementAndGet() > MOST_INCOMING) {
                      channel.close();
                    } else {
                      pipeline(channel, tls.listening(), new Serving(Peers.this));
                    }
                    channel.closeFuture().addListener(closed -> incoming.decrementAndGet());
                  }
                })
            .bind(new InetSocketAddress(self.host(), self.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw Network.portTaken("the link between members", self.port(), bound.cause());
    }
    log.info("Listens: door=peers address={}", self);
    return bound.channel();
  }

  private void pipeline(SocketChannel channel, SslContext context, ChannelHandler end) {
    ChannelPipeline pipeline = channel.pipeline();
    SslHandler ssl = context.newHandler(channel.alloc());
    ssl.setHandshakeTimeoutMillis(HANDSHAKE_MS);
    pipeline.addLast(ssl);
    pipeline.addLast(new IdleStateHandler(SILENCE_S, SIGN_OF_LIFE_S, 0));
    Frame.addTo(pipeline, largestFrame);
    pipeline.addLast(end);
  }

  private Dialled dialler(Member member) {
    var bootstrap = new Bootstrap();
    var link = new Dialled(this, member, bootstrap);
    bootstrap
        .group(threads)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, HANDSHAKE_MS)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(WRITE_LOW, WRITE_HIGH))
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                pipeline(channel, tls.dialling(), link.handler());
              }
            });
    return link;
  }

  /** This node. */
  public Member self() {
    return self;
  }

  String cluster() {
    return cluster;
  }

  Introduction introduction() {
    return introduction.get();
  }

  /** Keeps a link to each of these members, and to no others. */
  public void keepLinksTo(Collection<Member> members) {
    for (Member member : members) {
      if (!member.equals(self)) {
        dialled.computeIfAbsent(
            member,
            each -> {
              Dialled link = dialler(each);
              threads.next().execute(link::dial);
              return link;
            });
      }
    }
    for (Member member : List.copyOf(dialled.keySet())) {
      if (!members.contains(member)) {
        Dialled link = dialled.remove(member);
        if (link != null) {
          link.close();
        }
      }
    }
  }

  public boolean isUp(Member member) {
    Dialled link = dialled.get(member);
    return link != null && link.isUp();
  }

  /** What a member last said of itself; nothing if it never did. */
  public Optional<Introduction> heardFrom(Member member) {
    return Optional.ofNullable(known.get(member));
  }

  /** The member whose process that is, if its link is up. */
  public Optional<Member> memberOf(long incarnation) {
    return known.values().stream()
        .filter(each -> each.incarnation() == incarnation && isUp(each.member()))
        .map(Introduction::member)
        .findFirst();
  }

  /**
   * Asks a member.
   *
   * @return its answer; fails with the Failure it gives, or UNAVAILABLE if none comes in time
   */
  public CompletableFuture<byte[]> call(
      Member member, Topic topic, byte[] question, Duration limit) {
    Dialled link = dialled.get(member);
    return link == null
        ? CompletableFuture.failedFuture(
            Failure.of(Kind.UNAVAILABLE, "peer.unknown", "There is no link to " + member + "."))
        : link.call(topic, question, limit);
  }

  /**
   * Answers questions about a topic.
   *
   * @param executor where they are answered; a single thread keeps each member's order
   */
  public void offer(Topic topic, Executor executor, Service service) {
    services.put(topic.number(), new Offered(executor, service));
  }

  @Nullable Offered offered(int topic) {
    return services.get(topic);
  }

  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  void up(Introduction member) {
    known.put(member.member(), member);
    watchers.forEach(each -> each.up(member));
  }

  void down(Member member) {
    watchers.forEach(each -> each.down(member));
  }

  /** The links as an operator sees them: whether each is up. */
  public Map<Member, Boolean> links() {
    Map<Member, Boolean> links = new TreeMap<>();
    dialled.forEach((member, link) -> links.put(member, link.isUp()));
    return links;
  }

  void strange(@Nullable SocketAddress from, Throwable cause) {
    strangers.warn(
        System.nanoTime(),
        "A connection to the link between members was ended: from={} why={}",
        String.valueOf(from),
        cause.toString());
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    dialled.values().forEach(Dialled::close);
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
