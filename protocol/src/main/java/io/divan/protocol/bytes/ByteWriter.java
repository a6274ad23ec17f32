package io.divan.protocol.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes in the making: big-endian, growing by doubling, never past a limit, reused from message to
 * message by one thread at a time.
 */
public final class ByteWriter {
  private static final int SMALLEST = 512;

  private final int limit;
  private final int retained;
  private byte[] bytes = new byte[SMALLEST];
  private int length;

  /**
   * @param limit the most bytes a message may have; beyond it {@link MessageTooLargeException}
   * @param retained the largest array kept by {@link #clear()} for the next message
   */
  public ByteWriter(int limit, int retained) {
    this.limit = limit;
    this.retained = retained;
  }

  /** Makes room for {@code count} more bytes and gives the array to write them to. */
  public byte[] reserve(int count) {
    if (count > bytes.length - length) {
      grow(count);
    }
    return bytes;
  }

  private void grow(int count) {
    long needed = (long) length + count;
    if (needed > limit) {
      throw new MessageTooLargeException(needed, limit);
    }
    long doubled = Math.max(needed, 2L * bytes.length);
    bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Math.max(limit, SMALLEST)));
  }

  /** How many bytes there are: the index the next one goes to. */
  public int length() {
    return length;
  }

  /** Says that bytes up to {@code newLength} have been written to the reserved array. */
  public void length(int newLength) {
    length = newLength;
  }

  /** Forgets what was written. */
  public void clear() {
    length = 0;
    if (bytes.length > retained) {
      bytes = new byte[SMALLEST];
    }
  }

  public void put(int value) {
    reserve(1)[length++] = (byte) value;
  }

  public void putShort(int value) {
    byte[] array = reserve(2);
    array[length] = (byte) (value >> 8);
    array[length + 1] = (byte) value;
    length += 2;
  }

  public void putInt(int value) {
    setIntIn(reserve(4), length, value);
    length += 4;
  }

  public void putLong(long value) {
    byte[] array = reserve(8);
    setIntIn(array, length, (int) (value >> 32));
    setIntIn(array, length + 4, (int) value);
    length += 8;
  }

  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  public void put(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, reserve(count), length, count);
    length += count;
  }

  /** Appends a string as UTF-8 without its length. */
  public void putUtf8(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Overwrites two bytes already written. */
  public void setShort(int index, int value) {
    bytes[index] = (byte) (value >> 8);
    bytes[index + 1] = (byte) value;
  }

  /** Overwrites four bytes already written. */
  public void setInt(int index, int value) {
    setIntIn(bytes, index, value);
  }

  /** A copy of everything written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** The array written to; only the first {@link #length()} bytes mean anything. */
  public byte[] array() {
    return bytes;
  }

  private static void setIntIn(byte[] array, int index, int value) {
    array[index] = (byte) (value >> 24);
    array[index + 1] = (byte) (value >> 16);
    array[index + 2] = (byte) (value >> 8);
    array[index + 3] = (byte) value;
  }
}
