package io.divan.protocol.hessian;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A map, created empty and filled. */
final class MapShape extends Shape {
  private final @Nullable String wireName;
  private final Supplier<Map<@Nullable Object, @Nullable Object>> factory;

  /**
   * @param wireName null to write without a type, which readers take for a hash map
   */
  MapShape(
      Class<?> type,
      @Nullable String wireName,
      Supplier<Map<@Nullable Object, @Nullable Object>> factory) {
    super(type);
    this.wireName = wireName;
    this.factory = factory;
  }

  @Override
  void write(HessianWriter out, Object value) {
    if (out.wroteReference(value)) {
      return;
    }
    Map<?, ?> map = (Map<?, ?>) value;
    out.beginMap(wireName == null && startsWithTrue(map) ? type().getName() : wireName);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.write(entry.getKey());
      out.write(entry.getValue());
    }
    out.endMap();
  }

  /** The peers take a key of true for a type where there is none. */
  private static boolean startsWithTrue(Map<?, ?> map) {
    return !map.isEmpty() && Boolean.TRUE.equals(map.keySet().iterator().next());
  }

  Object read(HessianReader in) {
    Map<@Nullable Object, @Nullable Object> map = factory.get();
    int reference = in.addReference(map);
    while (!in.atEnd()) {
      Object key = in.readKey();
      Object value = in.read();
      put(map, key, value);
    }
    in.complete(reference, map);
    return map;
  }

  private void put(
      Map<@Nullable Object, @Nullable Object> map, @Nullable Object key, @Nullable Object value) {
    try {
      map.put(key, value);
    } catch (RuntimeException | StackOverflowError e) { // from hashCode, compareTo; or no nulls
      throw new HessianFormatException("cannot put an entry into a " + type().getName(), e);
    }
  }
}
