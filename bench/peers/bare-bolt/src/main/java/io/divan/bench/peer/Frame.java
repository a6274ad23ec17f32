package io.divan.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Bolt v1 frame, as few bytes and checks as possible. */
@SuppressWarnings("ArrayRecordComponent") // read once and thrown away
record Frame(boolean response, int id, byte @Nullable [] content) {
  private static final byte[] REQUEST =
      "com.alipay.sofa.rpc.core.request.SofaRequest".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RESPONSE =
      "com.alipay.sofa.rpc.core.response.SofaResponse".getBytes(StandardCharsets.US_ASCII);

  static ByteBuf encode(ChannelHandlerContext ctx, boolean response, int id, byte[] content) {
    byte[] name = response ? RESPONSE : REQUEST;
    ByteBuf out = ctx.alloc().buffer(22 + name.length + content.length);
    out.writeByte(1);
    out.writeByte(response ? 0 : 1);
    out.writeShort(response ? 2 : 1);
    out.writeByte(1);
    out.writeInt(id);
    out.writeByte(1);
    if (response) {
      out.writeShort(0);
    } else {
      out.writeInt(20_000);
    }
    out.writeShort(name.length);
    out.writeShort(0);
    out.writeInt(content.length);
    out.writeBytes(name);
    out.writeBytes(content);
    return out;
  }

  /** Takes frames from a connection. */
  static final class Decoder extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      int start = in.readerIndex();
      if (in.readableBytes() < 22) {
        return;
      }
      boolean response = in.getByte(start + 1) == 0;
      int fixed = response ? 20 : 22;
      int before = in.getUnsignedShort(start + fixed - 8) + in.getUnsignedShort(start + fixed - 6);
      int length = in.getInt(start + fixed - 4);
      if (in.readableBytes() < fixed + before + length) {
        return;
      }
      byte[] content = new byte[length];
      in.getBytes(start + fixed + before, content);
      in.skipBytes(fixed + before + length);
      out.add(new Frame(response, in.getInt(start + 5), content));
    }
  }
}
