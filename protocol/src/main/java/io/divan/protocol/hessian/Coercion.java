package io.divan.protocol.hessian;

import java.util.Map;

/**
 * Narrows and widens scalars to what is expected, because the wire has fewer kinds of numbers than
 * Java.
 */
final class Coercion {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class,
          char.class, Character.class);

  private Coercion() {}

  static Object to(Class<?> expected, Object value) {
    Class<?> boxed = expected.isPrimitive() ? BOXES.getOrDefault(expected, expected) : expected;
    if (boxed.isInstance(value)) {
      return value;
    }
    if (value instanceof Number number && boxed != Number.class) {
      if (boxed == Integer.class) {
        return number.intValue();
      } else if (boxed == Long.class) {
        return number.longValue();
      } else if (boxed == Short.class) {
        return number.shortValue();
      } else if (boxed == Byte.class) {
        return number.byteValue();
      } else if (boxed == Double.class) {
        return number.doubleValue();
      } else if (boxed == Float.class) {
        return number.floatValue();
      } else if (boxed == Boolean.class) {
        return number.doubleValue() != 0;
      } else if (boxed == String.class) {
        return number.toString();
      }
    } else if (value instanceof String text) {
      if (boxed == Character.class) {
        return text.isEmpty() ? '\0' : text.charAt(0);
      } else if (boxed == char[].class) {
        return text.toCharArray();
      }
    } else if (value instanceof Boolean truth && boxed == String.class) {
      return truth.toString();
    }
    throw new HessianFormatException(
        "expected a " + expected.getName() + ", found a " + value.getClass().getName());
  }
}
