package io.divan.protocol.hessian;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds an object's shape by its name as bytes, without making a string of them first. */
final class ObjectNames {
  private final byte[] @Nullable [] names;
  private final @Nullable ObjectShape[] shapes;

  ObjectNames(Map<String, Shape> byName) {
    int capacity = Integer.highestOneBit(Math.max(8, byName.size())) * 4;
    names = new byte[capacity][];
    shapes = new ObjectShape[capacity];
    byName.forEach((name, shape) -> {
      if (shape instanceof ObjectShape object) {
        add(name.getBytes(StandardCharsets.UTF_8), object);
      }
    });
  }

  private void add(byte[] name, ObjectShape shape) {
    int i = index(name, 0, name.length);
    while (names[i] != null) {
      i = (i + 1) & (names.length - 1);
    }
    names[i] = name;
    shapes[i] = shape;
  }

  @Nullable ObjectShape find(byte[] bytes, int from, int length) {
    int i = index(bytes, from, length);
    for (byte[] name = names[i]; name != null; name = names[i]) {
      if (Arrays.equals(bytes, from, from + length, name, 0, name.length)) {
        return shapes[i];
      }
      i = (i + 1) & (names.length - 1);
    }
    return null;
  }

  /** From the last sixteen bytes: packages are all alike. */
  private int index(byte[] bytes, int from, int length) {
    int hash = length;
    for (int i = from + Math.max(0, length - 16); i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 15) & (names.length - 1);
  }
}
