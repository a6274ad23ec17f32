package io.divan.protocol.hessian;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How an empty instance of a class comes to be: by its constructor that asks for least. */
final class Construction {
  private final Class<?> type;
  private final MethodHandle constructor;

  private Construction(Class<?> type, MethodHandle constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  static Construction of(Class<?> type) {
    return new Construction(type, withDefaults(simplest(type)));
  }

  static Constructor<?> simplest(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .min(Comparator.comparingInt(Constructor::getParameterCount))
        .orElseThrow(() -> new IllegalArgumentException(type + " has no constructor"));
  }

  /** A handle of type ()Object that passes null, zero and false. */
  private static MethodHandle withDefaults(Constructor<?> constructor) {
    try {
      constructor.setAccessible(true);
      MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
      @Nullable Object[] defaults =
          Arrays.stream(constructor.getParameterTypes()).map(Construction::zero).toArray();
      return MethodHandles.insertArguments(handle, 0, defaults)
          .asType(MethodType.methodType(Object.class));
    } catch (IllegalAccessException | RuntimeException e) {
      throw new IllegalArgumentException("cannot reach " + constructor, e);
    }
  }

  static @Nullable Object zero(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  Object newInstance() {
    try {
      return (Object) constructor.invokeExact();
    } catch (Throwable e) { // whatever an allowed class's own constructor throws
      throw new HessianFormatException(
          "cannot create " + type.getName() + ": give it a constructor without parameters", e);
    }
  }
}
