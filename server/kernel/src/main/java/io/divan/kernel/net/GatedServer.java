package io.divan.kernel.net;

import io.divan.kernel.telemetry.ThrottledLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * The connections of a server that binds by itself: counted and bounded like those of {@link
 * Network#listen}, and closed one by one where the server cannot.
 */
public final class GatedServer {
  private static final AttributeKey<Boolean> SPEAKS =
      AttributeKey.valueOf(GatedServer.class, "speaks");

  private final String name;
  private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger(GatedServer.class));
  private final ConnectionGate gate;
  private final ConcurrentHashMap<SocketAddress, Channel> byClient = new ConcurrentHashMap<>();

  GatedServer(String name, ConnectionGate gate) {
    this.name = name;
    this.gate = gate;
  }

  /** Makes the channel that the server is to accept connections with. */
  public ChannelFactory<ServerChannel> channels() {
    return Accepting::new;
  }

  public int connections() {
    return gate.open();
  }

  /** The client speaks the server's protocol; the end of one that never does is logged. */
  public void speaks(SocketAddress client) {
    Channel channel = byClient.get(client);
    if (channel != null) {
      channel.attr(SPEAKS).set(true);
    }
  }

  /** Ends a client's connection at once, whatever state it is in. */
  public void close(SocketAddress client) {
    Channel channel = byClient.get(client);
    if (channel != null) {
      // Past the pipeline: HTTP/2 would first wait for its streams to end.
      channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
    }
  }

  private boolean admit(Channel channel) {
    if (!gate.admit(channel)) {
      return false;
    }
    SocketAddress client = channel.remoteAddress();
    if (client != null) { // it may be gone already
      byClient.put(client, channel);
      channel.pipeline().addLast(new FirstBytes());
      channel.closeFuture().addListener(closed -> ended(client, channel));
    }
    return true;
  }

  private void ended(SocketAddress client, Channel channel) {
    byClient.remove(client, channel);
    if (Boolean.FALSE.equals(channel.attr(SPEAKS).get())) {
      log.warn(
          System.nanoTime(),
          "Has closed a connection: door={} client={} reason=\"it did not speak the protocol\"",
          name,
          client);
    }
  }

  /** Tells those who send something from those who only look whether the port is open. */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      context.channel().attr(SPEAKS).set(false);
      context.pipeline().remove(this);
      context.fireChannelRead(bytes);
    }
  }

  private final class Accepting extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      super.doReadMessages(accepted);
      for (int i = accepted.size() - 1; i >= before; i--) {
        if (!admit((Channel) accepted.get(i))) {
          accepted.remove(i);
        }
      }
      return accepted.size() - before;
    }
  }
}
