package io.divan.doors.seata;

import io.divan.protocol.seata.SeataFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Writes frames. */
@Sharable
final class FrameEncoder extends MessageToByteEncoder<SeataFrame> {
  @Override
  protected void encode(ChannelHandlerContext context, SeataFrame frame, ByteBuf out) {
    frame.writeTo(out);
  }
}
