package io.divan.protocol.hessian;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what has no parts: numbers, strings, binary, in each of their forms. */
final class ScalarReader {
  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private char[] characters = new char[64];

  void begin(byte[] message, int from, int to) {
    bytes = message;
    at = from;
    end = to;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return at;
  }

  void position(int index) {
    at = index;
  }

  int end() {
    return end;
  }

  int remaining() {
    return end - at;
  }

  int next() {
    if (at == end) {
      throw endedEarly();
    }
    return bytes[at++] & 0xff;
  }

  /** Takes back the last {@link #next()}. */
  void back() {
    at--;
  }

  private static HessianFormatException endedEarly() {
    return new HessianFormatException("the message ends within a value");
  }

  private void need(int count) {
    if (count > end - at) {
      throw endedEarly();
    }
  }

  private int next16() {
    need(2);
    int value = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    at += 2;
    return value;
  }

  int next32() {
    need(4);
    int value =
        (bytes[at] & 0xff) << 24
            | (bytes[at + 1] & 0xff) << 16
            | (bytes[at + 2] & 0xff) << 8
            | (bytes[at + 3] & 0xff);
    at += 4;
    return value;
  }

  long next64() {
    long high = next32();
    return high << 32 | (next32() & 0xffffffffL);
  }

  int readInt() {
    int tag = next();
    if (tag >= 0x80 && tag <= 0xbf) {
      return tag - Tag.INT_ZERO;
    }
    if (tag >= 0xc0 && tag <= 0xcf) {
      return ((tag - Tag.INT_BYTE_ZERO) << 8) + next();
    }
    if (tag >= 0xd0 && tag <= 0xd7) {
      return ((tag - Tag.INT_SHORT_ZERO) << 16) + next16();
    }
    return tag == Tag.INT ? next32() : (int) number(tag).longValue();
  }

  long readLong() {
    int tag = next();
    return tag == Tag.LONG ? next64() : number(tag).longValue();
  }

  double readDouble() {
    int tag = next();
    return tag == Tag.DOUBLE ? Double.longBitsToDouble(next64()) : number(tag).doubleValue();
  }

  boolean readBoolean() {
    int tag = next();
    return switch (tag) {
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      default -> number(tag).doubleValue() != 0;
    };
  }

  /** A number where one is expected; null and booleans count as 0 and 1, as at the peers. */
  private Number number(int tag) {
    Object value = tag == Tag.NULL ? Integer.valueOf(0) : readScalar(tag);
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Number number) {
      return number;
    }
    throw new HessianFormatException(
        "expected a number, found a " + value.getClass().getSimpleName());
  }

  /** A string, or the text of another scalar, as the peers read it. */
  @Nullable String readString() {
    int tag = next();
    if (tag <= Tag.STRING_DIRECT_MAX) {
      return readCharacters(tag);
    }
    if (tag == Tag.STRING_LAST) {
      return readCharacters(next16());
    }
    if (tag == Tag.NULL) {
      return null;
    }
    Object value = readScalar(tag);
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new HessianFormatException("expected a string, found binary");
  }

  /** Reads the value of a tag that stands for a scalar. */
  Object readScalar(int tag) {
    if (tag >= 0x80) {
      return tag <= 0xd7 ? (Object) wholeInt() : (Object) shortLong(tag);
    }
    if (tag <= Tag.STRING_DIRECT_MAX) {
      return readCharacters(tag);
    }
    if (tag >= Tag.BYTES_DIRECT && tag <= Tag.BYTES_DIRECT + Tag.BYTES_DIRECT_MAX) {
      return readBytes(tag - Tag.BYTES_DIRECT);
    }
    if (tag >= 0x38 && tag <= 0x3f) {
      return (long) (((tag - Tag.LONG_SHORT_ZERO) << 16) + next16());
    }
    return switch (tag) {
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.INT -> next32();
      case Tag.LONG_INT -> (long) next32();
      case Tag.LONG -> next64();
      case Tag.DOUBLE_ZERO -> 0.0;
      case Tag.DOUBLE_ONE -> 1.0;
      case Tag.DOUBLE_BYTE -> (double) (byte) next();
      case Tag.DOUBLE_SHORT -> (double) (short) next16();
      case Tag.DOUBLE_FLOAT -> (double) Float.intBitsToFloat(next32());
      case Tag.DOUBLE -> Double.longBitsToDouble(next64());
      case Tag.STRING_LAST -> readCharacters(next16());
      case Tag.STRING_CHUNK -> readChunkedString(readCharacters(next16()));
      case Tag.BYTES_LAST -> readBytes(next16());
      case Tag.BYTES_CHUNK -> readChunkedBytes(readBytes(next16()));
      default ->
          throw new HessianFormatException("no value begins with 0x" + Integer.toHexString(tag));
    };
  }

  private int wholeInt() {
    at--;
    return readInt();
  }

  private long shortLong(int tag) {
    return tag <= 0xef ? tag - Tag.LONG_ZERO : ((tag - Tag.LONG_BYTE_ZERO) << 8) + next();
  }

  private String readChunkedString(String first) {
    StringBuilder text = new StringBuilder(first);
    while (true) {
      int tag = next();
      if (tag == Tag.STRING_CHUNK) {
        text.append(readCharacters(next16()));
      } else if (tag == Tag.STRING_LAST || tag <= Tag.STRING_DIRECT_MAX) {
        return text.append(readCharacters(tag == Tag.STRING_LAST ? next16() : tag)).toString();
      } else {
        throw new HessianFormatException("a string's chunk is followed by " + tag);
      }
    }
  }

  private byte[] readChunkedBytes(byte[] first) {
    byte[] all = first;
    while (true) {
      int tag = next();
      boolean direct = tag >= Tag.BYTES_DIRECT && tag <= Tag.BYTES_DIRECT + Tag.BYTES_DIRECT_MAX;
      if (!direct && tag != Tag.BYTES_LAST && tag != Tag.BYTES_CHUNK) {
        throw new HessianFormatException("a binary chunk is followed by " + tag);
      }
      byte[] chunk = readBytes(direct ? tag - Tag.BYTES_DIRECT : next16());
      all = Arrays.copyOf(all, all.length + chunk.length);
      System.arraycopy(chunk, 0, all, all.length - chunk.length, chunk.length);
      if (tag != Tag.BYTES_CHUNK) {
        return all;
      }
    }
  }

  private byte[] readBytes(int count) {
    need(count);
    byte[] read = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return read;
  }

  /** Reads as many UTF-16 units, each by itself in UTF-8. */
  String readCharacters(int count) {
    need(count); // each takes a byte at least
    int i = at;
    int asciiEnd = at + count;
    while (i < asciiEnd && bytes[i] >= 0) {
      i++;
    }
    if (i == asciiEnd) {
      String text = new String(bytes, at, count, StandardCharsets.ISO_8859_1);
      at = asciiEnd;
      return text;
    }
    return readWideCharacters(count);
  }

  private String readWideCharacters(int count) {
    if (characters.length < count) {
      characters = new char[count];
    }
    char[] read = characters;
    for (int i = 0; i < count; i++) {
      int b = next();
      if (b < 0x80) {
        read[i] = (char) b;
      } else if ((b & 0xe0) == 0xc0) {
        read[i] = (char) ((b & 0x1f) << 6 | (next() & 0x3f));
      } else if ((b & 0xf0) == 0xe0) {
        int middle = next() & 0x3f;
        read[i] = (char) ((b & 0x0f) << 12 | middle << 6 | (next() & 0x3f));
      } else {
        throw new HessianFormatException("a string is not UTF-8 of its UTF-16 units");
      }
    }
    return new String(read, 0, count);
  }
}
