package io.divan.protocol.hessian;

import java.util.Date;
import java.util.Map;

/**
 * What array types are called on the wire: a bracket per dimension, then the component's name,
 * shortened for the commonest.
 *
 * <p>Source: com.alipay.sofa:hessian 3.5.6, {@code ArraySerializer}, {@code SerializerFactory}.
 */
final class ArrayNames {
  static final int DEEPEST = 8;

  private static final Map<Class<?>, String> SHORT =
      Map.of(String.class, "string", Object.class, "object", Date.class, "date");

  static final Map<String, Class<?>> COMPONENTS =
      Map.ofEntries(
          Map.entry("boolean", boolean.class),
          Map.entry("byte", byte.class),
          Map.entry("short", short.class),
          Map.entry("int", int.class),
          Map.entry("long", long.class),
          Map.entry("float", float.class),
          Map.entry("double", double.class),
          Map.entry("char", char.class),
          Map.entry("string", String.class),
          Map.entry("object", Object.class),
          Map.entry("date", Date.class));

  private ArrayNames() {}

  static String of(Class<?> type) {
    if (type.isArray()) {
      return "[" + of(type.getComponentType());
    }
    String shortName = SHORT.get(type);
    return shortName != null ? shortName : type.getName();
  }
}
