package io.divan.kernel.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a server that binds by itself: counted and bounded like those of {@link
 * Network#listen}, and closed one by one where the server cannot.
 */
public final class GatedServer {
  private final ConnectionGate gate;
  private final ConcurrentHashMap<SocketAddress, Channel> byClient = new ConcurrentHashMap<>();

  GatedServer(ConnectionGate gate) {
    this.gate = gate;
  }

  /** Makes the channel that the server is to accept connections with. */
  public ChannelFactory<ServerChannel> channels() {
    return Accepting::new;
  }

  public int connections() {
    return gate.open();
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
      channel.closeFuture().addListener(closed -> byClient.remove(client, channel));
    }
    return true;
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
