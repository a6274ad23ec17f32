package io.divan.doors.seata;

import io.divan.kernel.net.InboundBudget;
import io.divan.protocol.seata.SeataFormatException;
import io.divan.protocol.seata.SeataFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into frames. A stranger's first bytes, the length it claims, the time
 * it takes and what all strangers hold together are checked before memory is given to it.
 */
final class FrameDecoder extends LengthFieldBasedFrameDecoder {
  /** What somebody may send who has not registered: a register request has a few hundred bytes. */
  private static final int MAX_BEFORE_REGISTERED = 64 * 1024;

  private static final int LENGTH_END = SeataFrame.LENGTH_OFFSET + 4;

  private final InboundBudget.Share share;
  private final BooleanSupplier isRegistered;
  private final long frameNanos;
  private long begunAt;
  private boolean isBegun;

  FrameDecoder(InboundBudget.Share share, BooleanSupplier isRegistered, Duration frameTimeout) {
    super(SeataFrame.MAX_LENGTH, SeataFrame.LENGTH_OFFSET, 4, -LENGTH_END, 0);
    this.share = share;
    this.isRegistered = isRegistered;
    this.frameNanos = frameTimeout.toNanos();
  }

  @Override
  protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
    if (in.readableBytes() >= LENGTH_END) {
      check(in);
    }
    Object frame = super.decode(context, in);
    if (frame == null) {
      waitForMore(in.readableBytes());
      return null;
    }
    isBegun = false;
    share.release();
    ByteBuf bytes = (ByteBuf) frame;
    try {
      return SeataFrame.read(bytes);
    } finally {
      bytes.release();
    }
  }

  private void check(ByteBuf in) {
    if (!SeataFrame.begins(in)) {
      throw new SeataFormatException("these are no frames of Seata's protocol version 1");
    }
    int length = in.getInt(in.readerIndex() + SeataFrame.LENGTH_OFFSET);
    int most = isRegistered.getAsBoolean() ? SeataFrame.MAX_LENGTH : MAX_BEFORE_REGISTERED;
    if (length < LENGTH_END || length > most) {
      throw new SeataFormatException("a frame of " + length + " bytes");
    }
  }

  private void waitForMore(int held) {
    long now = System.nanoTime();
    if (!isBegun) {
      isBegun = held > 0;
      begunAt = now;
    } else if (now - begunAt > frameNanos) {
      throw new SeataFormatException("a frame is not whole in time");
    }
    if (!share.holds(held)) {
      throw new SeataFormatException("too many unfinished requests are held (net.max-unfinished)");
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    share.release();
    super.handlerRemoved0(context);
  }
}
