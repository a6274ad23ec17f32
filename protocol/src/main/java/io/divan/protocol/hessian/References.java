package io.divan.protocol.hessian;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one message in order of appearance, by identity. Most messages have a handful, for
 * which comparing all is faster than the identity hash the JVM would have to make up for each.
 */
final class References {
  private static final int FEW = 24;

  private @Nullable Object[] few = new Object[FEW];
  private final IdentityHashMap<Object, Integer> many = new IdentityHashMap<>();
  private int count;

  void clear() {
    Arrays.fill(few, 0, Math.min(count, FEW), null);
    if (count > FEW) {
      many.clear();
    }
    count = 0;
  }

  /** Numbers objects that nobody will refer to. */
  void skip(int objects) {
    for (int i = 0; i < objects; i++) {
      indexOrAdd(new Object());
    }
  }

  /** The number the object has, or -1 if it is new and has been given the next one. */
  @SuppressWarnings("ReferenceEquality") // identity is the point
  int indexOrAdd(Object object) {
    int scanned = Math.min(count, FEW);
    for (int i = 0; i < scanned; i++) {
      if (few[i] == object) {
        return i;
      }
    }
    if (count < FEW) {
      few[count++] = object;
      return -1;
    }
    Integer index = many.putIfAbsent(object, count);
    if (index != null) {
      return index;
    }
    count++;
    return -1;
  }
}
