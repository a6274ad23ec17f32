package io.divan.kernel.http;

import io.divan.kernel.net.Network;
import io.divan.kernel.net.Network.Listener;
import io.divan.kernel.telemetry.ThrottledLog;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.LoggerFactory;

/** Serves {@link Routes} on ports of the {@link Network}; each request has a virtual thread. */
public final class HttpServer implements AutoCloseable {
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 32 * 1024;
  private static final int MAX_CHUNK = 64 * 1024;

  private final Network network;
  private final HttpSettings settings;
  private final Semaphore slots;
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("divan-http-", 0).factory());

  public HttpServer(Network network, HttpSettings settings) {
    this.network = network;
    this.settings = settings;
    this.slots = new Semaphore(settings.maxConcurrent());
  }

  /** Opens a port that answers the given routes. */
  public Listener listen(String door, int port, Routes routes) {
    var log = new ThrottledLog(LoggerFactory.getLogger(HttpServer.class));
    return network.listen(door, port, channel -> pipeline(channel, door, log, routes));
  }

  private void pipeline(SocketChannel channel, String door, ThrottledLog log, Routes routes) {
    var arrival =
        new RequestArrival(door, log, network.unfinished().share(), settings.idleTimeout());
    channel
        .pipeline()
        .addLast(
            arrival,
            new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK),
            new HttpServerKeepAliveHandler(),
            new HttpObjectAggregator(settings.maxBody().toInt()),
            new FlowControlHandler(),
            new HttpConnection(door, arrival, routes, handlers, slots));
  }

  @Override
  public void close() {
    handlers.shutdownNow();
  }
}
