package io.divan.protocol.hessian;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * One field of beans: gets it to the wire and sets it from there. Method handles instead of {@link
 * Field}, because those are called without boxing primitives.
 */
abstract class FieldAccess {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  final MethodHandle getter;
  final MethodHandle setter;
  private final Field field;

  private FieldAccess(Field field, Class<?> carrier) {
    this.field = field;
    try {
      field.setAccessible(true);
      this.getter =
          LOOKUP.unreflectGetter(field).asType(MethodType.methodType(carrier, Object.class));
      this.setter =
          MethodHandles.explicitCastArguments(
              LOOKUP.unreflectSetter(field),
              MethodType.methodType(void.class, Object.class, carrier));
    } catch (IllegalAccessException | RuntimeException e) {
      throw new IllegalArgumentException(
          "cannot reach field " + field + "; open its package to io.divan.protocol", e);
    }
  }

  abstract void write(HessianWriter out, Object bean) throws Throwable;

  abstract void read(HessianReader in, Object bean) throws Throwable;

  final Class<?> type() {
    return field.getType();
  }

  /** Sets a value read as one of {@link #type()}; null leaves a primitive as it is. */
  final void set(Object bean, @Nullable Object value) throws IllegalAccessException {
    if (value != null || !field.getType().isPrimitive()) {
      field.set(bean, value);
    }
  }

  static FieldAccess of(Field field) {
    Class<?> type = field.getType();
    if (type == int.class || type == short.class || type == byte.class) {
      return new OfInt(field);
    }
    if (type == long.class) {
      return new OfLong(field);
    }
    if (type == double.class || type == float.class) {
      return new OfDouble(field);
    }
    if (type == boolean.class) {
      return new OfBoolean(field);
    }
    if (type == char.class) {
      return new OfChar(field);
    }
    return type == String.class ? new OfString(field) : new OfObject(field);
  }

  private static final class OfInt extends FieldAccess {
    OfInt(Field field) {
      super(field, int.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.writeInt((int) getter.invokeExact(bean));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      setter.invokeExact(bean, in.readInt());
    }
  }

  private static final class OfLong extends FieldAccess {
    OfLong(Field field) {
      super(field, long.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.writeLong((long) getter.invokeExact(bean));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      setter.invokeExact(bean, in.readLong());
    }
  }

  private static final class OfDouble extends FieldAccess {
    OfDouble(Field field) {
      super(field, double.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.writeDouble((double) getter.invokeExact(bean));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      setter.invokeExact(bean, in.readDouble());
    }
  }

  private static final class OfBoolean extends FieldAccess {
    OfBoolean(Field field) {
      super(field, boolean.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.writeBoolean((boolean) getter.invokeExact(bean));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      setter.invokeExact(bean, in.readBoolean());
    }
  }

  private static final class OfChar extends FieldAccess {
    OfChar(Field field) {
      super(field, char.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.writeString(String.valueOf((char) getter.invokeExact(bean)));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      String text = in.readString();
      setter.invokeExact(bean, text == null || text.isEmpty() ? '\0' : text.charAt(0));
    }
  }

  private static final class OfString extends FieldAccess {
    OfString(Field field) {
      super(field, Object.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.writeString((@Nullable String) (Object) getter.invokeExact(bean));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      setter.invokeExact(bean, (Object) in.readString());
    }
  }

  private static final class OfObject extends FieldAccess {
    OfObject(Field field) {
      super(field, Object.class);
    }

    @Override
    void write(HessianWriter out, Object bean) throws Throwable {
      out.write((Object) getter.invokeExact(bean));
    }

    @Override
    void read(HessianReader in, Object bean) throws Throwable {
      setter.invokeExact(bean, in.read(type()));
    }
  }
}
