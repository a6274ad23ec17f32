package io.divan.protocol.bolt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A key of Bolt headers, encoded once. */
public final class HeaderKey {
  private final String name;
  private final byte[] utf8;

  public HeaderKey(String name) {
    this.name = name;
    this.utf8 = name.getBytes(StandardCharsets.UTF_8);
  }

  byte[] utf8() {
    return utf8;
  }

  boolean isAt(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
  }

  @Override
  public String toString() {
    return name;
  }
}
