package io.divan.protocol.bolt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a frame carries: a class name, a header of strings and the serialised content. */
public final class BoltBody {
  /** Nothing at all, as in a heartbeat. */
  public static final BoltBody EMPTY = new BoltBody(new byte[0], 0, 0);

  private final byte[] bytes;
  private final int classLength;
  private final int headerLength;

  /** Takes the array over: class name, header and content without gaps. */
  public BoltBody(byte[] bytes, int classLength, int headerLength) {
    this.bytes = bytes;
    this.classLength = classLength;
    this.headerLength = headerLength;
  }

  public boolean isClass(byte[] asciiName) {
    return Arrays.equals(bytes, 0, classLength, asciiName, 0, asciiName.length);
  }

  public String className() {
    return new String(bytes, 0, classLength, StandardCharsets.UTF_8);
  }

  /** The header's value of a key, the last one if several, null if none. */
  public @Nullable String header(HeaderKey key) {
    return BoltHeader.find(bytes, classLength, contentOffset(), key);
  }

  /** The whole header. */
  public Map<String, String> headers() {
    return BoltHeader.read(bytes, classLength, contentOffset());
  }

  /**
   * The array that holds the content from {@link #contentOffset()} to its end; not to be changed.
   */
  public byte[] bytes() {
    return bytes;
  }

  public int contentOffset() {
    return classLength + headerLength;
  }

  public int contentLength() {
    return bytes.length - contentOffset();
  }
}
