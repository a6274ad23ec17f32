package io.divan.kernel.net;

import io.divan.kernel.telemetry.ThrottledLog;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** Counts a listener's connections and turns away those beyond its bound. */
final class ConnectionGate {
  private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger(ConnectionGate.class));
  private final String name;
  private final int max;
  private final Descriptors descriptors;
  private final AtomicInteger open = new AtomicInteger();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  ConnectionGate(String name, int max, Descriptors descriptors) {
    this.name = name;
    this.max = max;
    this.descriptors = descriptors;
  }

  boolean admit(Channel channel) {
    int before = open.getAndIncrement();
    if (before >= max || !descriptors.take(before)) {
      open.decrementAndGet();
      log.warn(
          System.nanoTime(),
          "Turns connections away: door={} open={} ({}); newest from {}",
          name,
          before,
          before >= max ? "net.max-connections" : "the process may not open more files",
          channel.remoteAddress());
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
          descriptors.giveBack();
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
