package io.divan.rpc.wire;

import io.divan.protocol.bolt.BoltDecoder;
import io.divan.protocol.bolt.BoltFormatException;
import io.divan.protocol.bolt.BoltFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection: takes frames from what arrives and keeps its bounds. Its methods are
 * called in the connection's own thread unless they say otherwise.
 */
abstract class Connection extends ChannelInboundHandlerAdapter implements PartialFrames.Owner {
  private final FrameLimits limits;
  private final BoltDecoder decoder;
  private final PartialFrames partialFrames;

  private volatile @Nullable Outbound outbound;
  private volatile @Nullable Channel channel;
  private @Nullable String reason;

  private @Nullable ByteBuf partial;

  /** When the incomplete frame began, 0 if there is none. */
  private volatile long partialSince;

  private volatile long lastRead = System.nanoTime();

  Connection(FrameLimits limits, PartialFrames partialFrames) {
    this.limits = limits;
    this.decoder = new BoltDecoder(limits.largestContent());
    this.partialFrames = partialFrames;
  }

  abstract void opened();

  abstract void received(BoltFrame frame);

  /**
   * The connection is gone.
   *
   * @param why null if the other side closed it in an orderly way
   */
  abstract void closed(@Nullable String why);

  /** Says in the log, once, why the other side is not served any longer. */
  abstract void complain(String why);

  @Override
  public final void channelActive(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    outbound = new Outbound(ctx.channel(), limits.unsent());
    opened();
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (reason != null) {
      in.release(); // refused, and not closed yet
      return;
    }
    ByteBuf before = partial;
    partial = null;
    if (before != null) {
      in = joined(before, in);
    }
    boolean continued = before != null;
    try {
      for (BoltFrame frame = decoder.decode(in); frame != null; frame = decoder.decode(in)) {
        continued = false;
        received(frame);
      }
    } catch (BoltFormatException e) {
      in.release();
      partialFrames.holds(this, 0);
      refuse(String.valueOf(e.getMessage()));
      return;
    }
    if (in.isReadable()) {
      keep(in, continued);
    } else {
      in.release();
      if (before != null) {
        partialSince = 0;
        partialFrames.holds(this, 0);
      }
    }
  }

  private static ByteBuf joined(ByteBuf before, ByteBuf arrived) {
    ByteBuf all = before;
    if (before.writableBytes() < arrived.readableBytes()) {
      int needed = before.readableBytes() + arrived.readableBytes();
      all = arrived.alloc().buffer(Math.max(needed, 2 * before.capacity()));
      all.writeBytes(before);
      before.release();
    }
    all.writeBytes(arrived);
    arrived.release();
    return all;
  }

  /** Keeps the beginning of a frame, in a buffer not much larger than itself. */
  private void keep(ByteBuf rest, boolean continued) {
    ByteBuf kept = rest;
    if (!continued) {
      kept = rest.alloc().buffer(Math.max(256, rest.readableBytes()));
      kept.writeBytes(rest);
      rest.release();
      partialSince = System.nanoTime() | 1;
    }
    partial = kept;
    partialFrames.holds(this, kept.capacity());
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ctx) {
    lastRead = System.nanoTime();
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
    boolean writable = ctx.channel().isWritable();
    Outbound out = outbound;
    if (writable && out != null) {
      out.flush();
    }
    writable(writable);
  }

  /** The socket takes more bytes again, or none for now. */
  void writable(boolean writable) {}

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    ByteBuf rest = partial;
    partial = null;
    if (rest != null) {
      rest.release();
      partialFrames.holds(this, 0);
    }
    Outbound out = outbound;
    if (out != null) {
      out.flush();
    }
    closed(reason);
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      close(String.valueOf(cause.getMessage())); // resets are part of life
    } else {
      refuse("failed: " + cause);
    }
  }

  /** From any thread: closes the connection if it breaks a bound of time. */
  final void checkTimes(long now) {
    long since = partialSince;
    Channel open = channel;
    if (now - lastRead > limits.idleTime().toNanos()) {
      close("silent for " + limits.idleTime());
    } else if (open != null && since != 0 && now - since > limits.frameTime().toNanos()) {
      open.eventLoop().execute(() -> refuse("a frame takes longer than " + limits.frameTime()));
    }
  }

  final long lastRead() {
    return lastRead;
  }

  @Override
  public final void giveUp() {
    Channel open = channel;
    if (open != null) {
      open.eventLoop().execute(() -> refuse("too many incomplete frames, this is the oldest"));
    }
  }

  /** Closes at once and says why in the log. */
  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive is how one hears of it
  final void refuse(String why) {
    if (reason != null) {
      return;
    }
    reason = why;
    complain(why);
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  /** From any thread: sends a frame if the connection lives and not too much waits. */
  public final boolean send(byte[] frame) {
    Outbound out = outbound;
    return out != null && out.send(frame);
  }

  /** From any thread: whether all that was sent has gone to the socket. */
  public final boolean isFlushed() {
    Outbound out = outbound;
    return out == null || out.isEmpty();
  }

  /** From any thread. */
  public final boolean isOpen() {
    Channel open = channel;
    return open != null && open.isActive();
  }

  /** From any thread: closes once what waits has been written, or a second later. */
  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive is how one hears of it
  public final void close(String why) {
    Channel open = channel;
    if (open == null) {
      return;
    }
    if (!open.eventLoop().inEventLoop()) {
      open.eventLoop().execute(() -> close(why));
      return;
    }
    if (reason != null) {
      return;
    }
    reason = why;
    Outbound out = outbound;
    if (out != null) {
      out.flush();
    }
    open.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    open.eventLoop().schedule(() -> open.close(), 1, TimeUnit.SECONDS);
  }

  final @Nullable Channel channel() {
    return channel;
  }

  /** The other end, as text for logs and contexts. */
  public final String remote() {
    Channel open = channel;
    SocketAddress address = open == null ? null : open.remoteAddress();
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : "unknown";
  }
}
