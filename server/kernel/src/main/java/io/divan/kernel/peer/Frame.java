package io.divan.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.util.List;

/**
 * One message on a link: {@code length(4) kind(1) topic(1) call(8) payload}, the length not
 * counting itself.
 *
 * @param topic a {@link Topic}'s number, 0 where there is none
 * @param call numbered by whoever asks; the answer carries the same
 */
record Frame(Kind kind, int topic, long call, byte[] payload) {
  private static final byte[] NOTHING = new byte[0];
  private static final int HEADER = 1 + 1 + 8;
  private static final int LENGTH = 4;

  enum Kind {
    HELLO,
    CALL,
    ANSWER,
    REFUSED,
    ALIVE
  }

  static Frame hello(byte[] payload) {
    return new Frame(Kind.HELLO, 0, 0, payload);
  }

  static Frame alive() {
    return new Frame(Kind.ALIVE, 0, 0, NOTHING);
  }

  /** Adds the reading and writing of frames to a connection. */
  static void addTo(ChannelPipeline pipeline, int largest) {
    pipeline.addLast(new LengthFieldBasedFrameDecoder(largest, 0, LENGTH, 0, LENGTH));
    pipeline.addLast(new Reader());
    pipeline.addLast(new Writer());
  }

  private static final class Reader extends MessageToMessageDecoder<ByteBuf> {
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      if (in.readableBytes() < HEADER) {
        throw new CorruptedFrameException("a frame of " + in.readableBytes() + " bytes");
      }
      int kind = in.readUnsignedByte();
      if (kind >= Kind.values().length) {
        throw new CorruptedFrameException("a frame of kind " + kind);
      }
      int topic = in.readUnsignedByte();
      long call = in.readLong();
      out.add(new Frame(Kind.values()[kind], topic, call, ByteBufUtil.getBytes(in)));
    }
  }

  private static final class Writer extends MessageToByteEncoder<Frame> {
    @Override
    protected void encode(ChannelHandlerContext ctx, Frame frame, ByteBuf out) {
      out.ensureWritable(LENGTH + HEADER + frame.payload().length);
      out.writeInt(HEADER + frame.payload().length);
      out.writeByte(frame.kind().ordinal());
      out.writeByte(frame.topic());
      out.writeLong(frame.call());
      out.writeBytes(frame.payload());
    }
  }
}
