package io.divan.kernel.http;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls others over HTTP/1.1, on connections that are kept. What is open to one address is bounded
 * by whoever calls. All of it happens on one event loop, so nothing here is shared among threads.
 */
public final class HttpCalls implements AutoCloseable {
  private static final int CONNECT_MILLIS = 3_000;
  private static final long KEPT_NANOS = Duration.ofSeconds(20).toNanos();

  private final Executor aside;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final Map<Peer, ArrayDeque<HttpCallConnection>> idle = new HashMap<>();
  private @Nullable SslContext tls;

  /** Whom a connection leads to. */
  record Peer(String host, int port, boolean isTls) {
    static Peer of(URI uri) {
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(uri + " names no host");
      }
      boolean isTls = "https".equals(uri.getScheme());
      int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? 443 : 80;
      return new Peer(uri.getHost(), port, isTls);
    }
  }

  /**
   * @param name of the thread
   * @param aside where names of hosts are looked up
   */
  public HttpCalls(String name, Executor aside) {
    this.aside = aside;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    this.loop = group.next();
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
  }

  /**
   * Posts a body and reads the answer as text, whatever its status.
   *
   * @param uri an http or https one that names a host
   * @param timeout until the answer is whole
   * @param most bytes that the answer may have
   * @throws IllegalArgumentException if the address names no host
   * @return completes on the event loop; fails with UNAVAILABLE if nothing can have arrived,
   *     UNKNOWN if it may have
   */
  public CompletableFuture<String> post(
      URI uri, Map<String, String> headers, String body, Duration timeout, long most) {
    Peer peer = Peer.of(uri);
    FullHttpRequest request = request(uri, peer, headers, body);
    var call = new HttpCall(uri.getAuthority(), request, timeout, most);
    try {
      loop.execute(() -> begin(peer, call));
    } catch (RejectedExecutionException e) {
      call.unreached(e);
    }
    return call.answer();
  }

  private static FullHttpRequest request(
      URI uri, Peer peer, Map<String, String> headers, String body) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
    var request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path + query, content);
    headers.forEach(request.headers()::set);
    request
        .headers()
        .set(HttpHeaderNames.HOST, peer.host() + ":" + peer.port())
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    return request;
  }

  private void begin(Peer peer, HttpCall call) {
    call.startTimer(loop);
    HttpCallConnection kept = kept(peer);
    if (kept != null) {
      kept.carry(call);
      return;
    }
    try {
      aside.execute(() -> lookUp(peer, call));
    } catch (RejectedExecutionException e) {
      call.unreached(e);
    }
  }

  private void lookUp(Peer peer, HttpCall call) {
    try {
      var address = new InetSocketAddress(InetAddress.getByName(peer.host()), peer.port());
      loop.execute(() -> connect(peer, address, call));
    } catch (UnknownHostException | RejectedExecutionException e) {
      call.unreached(e);
    }
  }

  private @Nullable HttpCallConnection kept(Peer peer) {
    ArrayDeque<HttpCallConnection> all = idle.getOrDefault(peer, new ArrayDeque<>());
    HttpCallConnection latest = all.pollLast();
    if (latest == null || latest.idleNanos() < KEPT_NANOS) {
      return latest;
    }
    latest.close();
    List.copyOf(all).forEach(HttpCallConnection::close); // they have been kept for longer
    return null;
  }

  private void connect(Peer peer, InetSocketAddress address, HttpCall call) {
    if (call.isOver()) {
      return;
    }
    var connection = new HttpCallConnection(self -> keep(peer, self), self -> forget(peer, self));
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) throws SSLException {
                if (peer.isTls()) {
                  channel.pipeline().addLast(tls(channel, peer));
                }
                channel.pipeline().addLast(new HttpClientCodec(), connection);
              }
            })
        .connect(address)
        .addListener(connected -> {
          if (connected.isSuccess()) {
            connection.carry(call);
          } else {
            call.unreached(connected.cause());
          }
        });
  }

  private SslHandler tls(SocketChannel channel, Peer peer) throws SSLException {
    if (tls == null) {
      tls = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
    }
    return tls.newHandler(channel.alloc(), peer.host(), peer.port());
  }

  private void keep(Peer peer, HttpCallConnection connection) {
    idle.computeIfAbsent(peer, any -> new ArrayDeque<>()).addLast(connection);
  }

  private void forget(Peer peer, HttpCallConnection connection) {
    ArrayDeque<HttpCallConnection> all = idle.get(peer);
    if (all != null && all.removeLastOccurrence(connection) && all.isEmpty()) {
      idle.remove(peer);
    }
  }

  /** The failure of a call that cannot have arrived. */
  static Failure unreached(String address, Throwable cause) {
    return Failure.caused(Kind.UNAVAILABLE, "http.unreached", address + " is not reached.", cause);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
