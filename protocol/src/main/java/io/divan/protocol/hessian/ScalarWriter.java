package io.divan.protocol.hessian;

import io.divan.protocol.bytes.ByteWriter;
import org.jspecify.annotations.Nullable;

/** Writes what has no parts: numbers, strings, binary, each in its shortest form. */
final class ScalarWriter {
  private static final int CHUNK = Tag.CHUNK_MAX;

  private final ByteWriter out;

  ScalarWriter(ByteWriter out) {
    this.out = out;
  }

  void writeBoolean(boolean value) {
    out.put(value ? Tag.TRUE : Tag.FALSE);
  }

  void writeInt(int value) {
    byte[] bytes = out.reserve(5);
    int at = out.length();
    if (value >= -0x10 && value <= 0x2f) {
      bytes[at++] = (byte) (Tag.INT_ZERO + value);
    } else if (value >= -0x800 && value <= 0x7ff) {
      bytes[at++] = (byte) (Tag.INT_BYTE_ZERO + (value >> 8));
      bytes[at++] = (byte) value;
    } else if (value >= -0x40000 && value <= 0x3ffff) {
      bytes[at++] = (byte) (Tag.INT_SHORT_ZERO + (value >> 16));
      bytes[at++] = (byte) (value >> 8);
      bytes[at++] = (byte) value;
    } else {
      bytes[at] = (byte) Tag.INT;
      out.length(at + 1);
      out.putInt(value);
      return;
    }
    out.length(at);
  }

  void writeLong(long value) {
    byte[] bytes = out.reserve(9);
    int at = out.length();
    if (value >= -0x08 && value <= 0x0f) {
      bytes[at++] = (byte) (Tag.LONG_ZERO + value);
    } else if (value >= -0x800 && value <= 0x7ff) {
      bytes[at++] = (byte) (Tag.LONG_BYTE_ZERO + (value >> 8));
      bytes[at++] = (byte) value;
    } else if (value >= -0x40000 && value <= 0x3ffff) {
      bytes[at++] = (byte) (Tag.LONG_SHORT_ZERO + (value >> 16));
      bytes[at++] = (byte) (value >> 8);
      bytes[at++] = (byte) value;
    } else {
      boolean isInt = value == (int) value;
      bytes[at] = (byte) (isInt ? Tag.LONG_INT : Tag.LONG);
      out.length(at + 1);
      if (isInt) {
        out.putInt((int) value);
      } else {
        out.putLong(value);
      }
      return;
    }
    out.length(at);
  }

  void writeDouble(double value) {
    int whole = (int) value;
    boolean negativeZero = whole == 0 && Double.doubleToRawLongBits(value) != 0;
    if (whole == value && !negativeZero && whole >= Short.MIN_VALUE && whole <= Short.MAX_VALUE) {
      writeWholeDouble(whole);
    } else if ((float) value == value) {
      out.put(Tag.DOUBLE_FLOAT);
      out.putInt(Float.floatToRawIntBits((float) value));
    } else {
      out.put(Tag.DOUBLE);
      out.putLong(Double.doubleToRawLongBits(value));
    }
  }

  private void writeWholeDouble(int value) {
    if (value == 0) {
      out.put(Tag.DOUBLE_ZERO);
    } else if (value == 1) {
      out.put(Tag.DOUBLE_ONE);
    } else if (value == (byte) value) {
      out.put(Tag.DOUBLE_BYTE);
      out.put(value);
    } else {
      out.put(Tag.DOUBLE_SHORT);
      out.putShort(value);
    }
  }

  void writeDate(long millis) {
    out.put(Tag.DATE);
    out.putLong(millis);
  }

  void writeString(@Nullable String text) {
    if (text == null) {
      out.put(Tag.NULL);
      return;
    }
    int from = 0;
    int left = text.length();
    while (left > CHUNK) {
      int size = Character.isHighSurrogate(text.charAt(from + CHUNK - 1)) ? CHUNK - 1 : CHUNK;
      out.put(Tag.STRING_CHUNK);
      out.putShort(size);
      writeCharacters(text, from, size);
      from += size;
      left -= size;
    }
    if (left <= Tag.STRING_DIRECT_MAX) {
      out.put(left);
    } else {
      out.put(Tag.STRING_LAST);
      out.putShort(left);
    }
    writeCharacters(text, from, left);
  }

  /** UTF-8 of each UTF-16 unit by itself, so that lengths count units. */
  void writeCharacters(String text, int from, int count) {
    byte[] bytes = out.reserve(3 * count);
    int at = out.length();
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xc0 | c >> 6);
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      } else {
        bytes[at++] = (byte) (0xe0 | c >> 12);
        bytes[at++] = (byte) (0x80 | (c >> 6 & 0x3f));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    out.length(at);
  }

  void writeBytes(byte[] value) {
    int from = 0;
    int left = value.length;
    while (left > CHUNK) {
      out.put(Tag.BYTES_CHUNK);
      out.putShort(CHUNK);
      out.put(value, from, CHUNK);
      from += CHUNK;
      left -= CHUNK;
    }
    if (left <= Tag.BYTES_DIRECT_MAX) {
      out.put(Tag.BYTES_DIRECT + left);
    } else {
      out.put(Tag.BYTES_LAST);
      out.putShort(left);
    }
    out.put(value, from, left);
  }
}
