package io.divan.rpc.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that read and write sockets; never the application's code. */
public final class IoThreads implements AutoCloseable {
  private final EventLoopGroup group;

  /**
   * @param daemon whether the JVM may exit although they run
   */
  public IoThreads(String name, int threads, boolean daemon) {
    this.group =
        new MultiThreadIoEventLoopGroup(
            threads, threads(name + "-io-", daemon), NioIoHandler.newFactory());
  }

  EventLoopGroup group() {
    return group;
  }

  /** Ends the threads; connections still open are closed. */
  @Override
  public void close() {
    Future<?> end = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    if (!group.next().inEventLoop()) {
      end.awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
  }

  /** Threads with a name and a number. */
  public static ThreadFactory threads(String prefix, boolean daemon) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(daemon);
      return thread;
    };
  }
}
