package io.divan.kernel.net;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts a listener's connections and turns away those beyond its bound. */
final class ConnectionGate {
  private static final Logger log = LoggerFactory.getLogger(ConnectionGate.class);

  private final String name;
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean full = new AtomicBoolean();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  ConnectionGate(String name, int max) {
    this.name = name;
    this.max = max;
  }

  boolean admit(Channel channel) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      if (full.compareAndSet(false, true)) { // one line each time the bound is reached
        log.warn(
            "Turns connections away: door={} open={} (net.max-connections); newest from {}",
            name,
            max,
            channel.remoteAddress());
      }
      if (channel.isRegistered()) {
        channel.close();
      } else {
        channel.unsafe().closeForcibly(); // it has no event loop yet that could close it
      }
      return false;
    }
    channels.add(channel);
    channel
        .closeFuture()
        .addListener(closed -> {
          open.decrementAndGet();
          full.set(false);
        });
    return true;
  }

  int open() {
    return open.get();
  }

  void closeAll() {
    channels.close();
  }
}
