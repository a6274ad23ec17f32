package io.divan.protocol.seata;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Length-prefixed UTF-8 strings; never longer than what is left of the frame. */
final class Strings {
  private Strings() {}

  static void writeShort(ByteBuf out, String text) {
    int length = ByteBufUtil.utf8Bytes(text);
    if (length > Short.MAX_VALUE) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeShort(Short.MAX_VALUE).writeBytes(bytes, 0, Short.MAX_VALUE);
      return;
    }
    out.writeShort(length);
    out.writeCharSequence(text, StandardCharsets.UTF_8);
  }

  static void writeInt(ByteBuf out, String text) {
    out.writeInt(ByteBufUtil.utf8Bytes(text));
    out.writeCharSequence(text, StandardCharsets.UTF_8);
  }

  static String readShort(ByteBuf in) {
    return read(in, in.readableBytes() < 2 ? 0 : in.readShort());
  }

  static String readInt(ByteBuf in) {
    return read(in, in.readableBytes() < 4 ? 0 : in.readInt());
  }

  private static String read(ByteBuf in, int length) {
    if (length <= 0) {
      return "";
    }
    if (length > in.readableBytes()) {
      throw new SeataFormatException(
          "a string of " + length + " bytes where " + in.readableBytes() + " are left");
    }
    return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }
}
