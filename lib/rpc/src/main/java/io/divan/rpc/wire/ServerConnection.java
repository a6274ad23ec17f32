package io.divan.rpc.wire;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltFrame;
import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.bytes.ByteWriter;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server's end of a connection: answers heartbeats and hands requests on. */
public final class ServerConnection extends Connection {
  private final BoltListener owner;
  private final AtomicInteger inFlight = new AtomicInteger();

  ServerConnection(BoltListener owner, FrameLimits limits, PartialFrames partialFrames) {
    super(limits, partialFrames);
    this.owner = owner;
  }

  @Override
  void opened() {
    owner.opened(this);
  }

  @Override
  void received(BoltFrame frame) {
    if (!(frame instanceof BoltRequest request)) {
      return; // an answer to nothing: the server asks nothing
    }
    if (request.command() == BoltCommand.HEARTBEAT) {
      answer(request, BoltStatus.SUCCESS);
    } else if (request.command() == BoltCommand.REQUEST) {
      inFlight.incrementAndGet();
      owner.received(this, request);
    } else {
      answer(request, BoltStatus.NO_PROCESSOR);
    }
  }

  /** From any thread: answers with a status alone. */
  public void answer(BoltRequest request, BoltStatus status) {
    if (!request.oneWay()) {
      ByteWriter out = new ByteWriter(64, 64);
      new BoltEncoder(out).answer(request, status);
      reply(out.toByteArray());
    }
  }

  /** From any thread: sends an answer; who does not take its answers loses the connection. */
  public void reply(byte[] frame) {
    if (!send(frame) && isOpen()) {
      Channel open = channel();
      if (open != null) {
        open.eventLoop().execute(() -> refuse("takes no answers"));
      }
    }
  }

  /** From any thread: a request handed on is done with, answered or not. */
  public void finished() {
    inFlight.decrementAndGet();
  }

  /** From any thread: how many requests handed on are not done with. */
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  void closed(@Nullable String why) {
    owner.closed(this);
  }

  @Override
  void complain(String why) {
    owner.complain(remote(), why);
  }

  /** Who does not read its answers gets no further questions read. */
  @Override
  void writable(boolean writable) {
    Channel open = channel();
    if (open != null) {
      open.config().setAutoRead(writable);
    }
  }
}
