package io.divan.protocol.bolt;

import io.divan.protocol.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The map of strings between a frame's class name and its content.
 *
 * <p>Repeated {@code keyLength(4) key valueLength(4) value} in UTF-8, a length of -1 meaning null.
 * Source: sofa-rpc-all 5.13.2, {@code SimpleMapSerializer}.
 */
public final class BoltHeader {
  /** The length field is a signed short at the peers. */
  public static final int LARGEST = Short.MAX_VALUE;

  private BoltHeader() {}

  public static void write(ByteWriter out, HeaderKey key, String value) {
    out.putInt(key.utf8().length);
    out.put(key.utf8());
    writeString(out, value);
  }

  public static void write(ByteWriter out, String key, String value) {
    writeString(out, key);
    writeString(out, value);
  }

  private static void writeString(ByteWriter out, String text) {
    int lengthAt = out.length();
    out.putInt(0);
    out.putUtf8(text);
    out.setInt(lengthAt, out.length() - lengthAt - 4);
  }

  static @Nullable String find(byte[] bytes, int from, int to, HeaderKey wanted) {
    String found = null;
    int at = from;
    while (at < to) {
      int keyAt = at + 4;
      int keyEnd = end(bytes, at, to);
      int valueEnd = end(bytes, keyEnd, to);
      if (wanted.isAt(bytes, keyAt, keyEnd) && !isNull(bytes, keyEnd)) {
        found = text(bytes, keyEnd + 4, valueEnd);
      }
      at = valueEnd;
    }
    return found;
  }

  static Map<String, String> read(byte[] bytes, int from, int to) {
    Map<String, String> header = new LinkedHashMap<>();
    int at = from;
    while (at < to) {
      int keyEnd = end(bytes, at, to);
      int valueEnd = end(bytes, keyEnd, to);
      if (!isNull(bytes, at) && !isNull(bytes, keyEnd)) {
        header.put(text(bytes, at + 4, keyEnd), text(bytes, keyEnd + 4, valueEnd));
      }
      at = valueEnd;
    }
    return header;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean isNull(byte[] bytes, int at) {
    return intAt(bytes, at) < 0;
  }

  /** Where the string whose length stands at {@code at} ends. */
  private static int end(byte[] bytes, int at, int to) {
    if (to - at < 4) {
      throw new BoltFormatException("the frame's header ends within a length");
    }
    int length = Math.max(0, intAt(bytes, at));
    if (length > to - at - 4) {
      throw new BoltFormatException(
          "the frame's header names a string of " + length + " bytes that is not there");
    }
    return at + 4 + length;
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }
}
