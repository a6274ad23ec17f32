package io.divan.doors.seata;

import io.divan.domain.tx.Transactions;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.net.Network;
import io.divan.kernel.net.Network.Listener;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.telemetry.ThrottledLog;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.Clock.Wakeup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The open door: Seata's transaction managers and resource managers connect to it. */
public final class SeataDoor implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int FLUSH_AFTER = 256;

  private final Network network;
  private final DoorParts parts;
  private final FrameEncoder encoder = new FrameEncoder();
  private final Wakeup sweep;
  private final Listener listener;

  private SeataDoor(Network network, DoorParts parts) {
    this.network = network;
    this.parts = parts;
    this.sweep = parts.clock().every(SWEEP, this::failOverdueCalls);
    this.listener = network.listen("seata", parts.settings().port(), this::pipeline);
  }

  /** Opens the port. */
  public static SeataDoor open(
      Network network,
      Transactions transactions,
      Sessions sessions,
      Authentication authentication,
      Meters meters,
      Clock clock,
      SeataSettings settings) {
    var parts =
        new DoorParts(
            network.addresses().advertised(),
            transactions,
            new Requests(transactions),
            new AccessCheck(authentication, clock),
            sessions,
            clock,
            settings,
            meters,
            new ThrottledLog(LoggerFactory.getLogger(SeataDoor.class)),
            ConcurrentHashMap.newKeySet());
    return new SeataDoor(network, parts);
  }

  private void pipeline(SocketChannel channel) {
    var connection = new SeataConnection(parts, channel);
    parts.connections().add(connection);
    SeataSettings settings = parts.settings();
    channel
        .pipeline()
        .addLast(
            new FlushConsolidationHandler(FLUSH_AFTER, true),
            new IdleStateHandler(settings.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
            new FrameDecoder(
                network.unfinished().share(), connection::isRegistered, settings.frameTimeout()),
            encoder,
            connection);
  }

  private void failOverdueCalls() {
    long now = parts.clock().nanos();
    parts.connections().forEach(each -> each.calls().failOverdue(now));
  }

  public Listener listener() {
    return listener;
  }

  @Override
  public void close() {
    sweep.cancel();
    listener.close();
  }
}
