package io.divan.protocol.hessian;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record: its values are read first, then its canonical constructor is called, checks and all. So
 * a record cannot contain itself.
 */
final class RecordShape extends ObjectShape {
  private final Class<?>[] types;
  private final @Nullable Object[] defaults;
  private final MethodHandle[] getters;
  private final MethodHandle constructor;

  private RecordShape(Class<?> type, RecordComponent[] components) {
    super(
        type,
        type.getName(),
        Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new));
    this.types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    this.defaults = new Object[types.length];
    this.getters = new MethodHandle[types.length];
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      for (int i = 0; i < types.length; i++) {
        components[i].getAccessor().setAccessible(true);
        getters[i] =
            lookup
                .unreflect(components[i].getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
        if (types[i].isPrimitive()) {
          defaults[i] = Array.get(Array.newInstance(types[i], 1), 0);
        }
      }
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      this.constructor =
          lookup
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException("cannot reach record " + type.getName(), e);
    }
  }

  static RecordShape of(Class<?> type) {
    return new RecordShape(type, type.getRecordComponents());
  }

  @Override
  void writeFields(HessianWriter out, Object value) {
    try {
      for (MethodHandle getter : getters) {
        out.write((Object) getter.invokeExact(value));
      }
    } catch (Throwable e) { // method handles declare any
      throw Wrapped.of(e, type());
    }
  }

  @Override
  Object read(HessianReader in, int[] slots) {
    int reference = in.addUnfinished();
    @Nullable Object[] values = defaults.clone();
    for (int slot : slots) {
      readField(in, slot, values);
    }
    return create(in, reference, values);
  }

  @Override
  Object readMap(HessianReader in) {
    int reference = in.addUnfinished();
    @Nullable Object[] values = defaults.clone();
    while (!in.atEnd()) {
      readField(in, in.read() instanceof String field ? slot(field) : -1, values);
    }
    return create(in, reference, values);
  }

  private void readField(HessianReader in, int slot, @Nullable Object[] values) {
    if (slot < 0) {
      in.read();
      return;
    }
    Object value = in.read(types[slot]);
    if (value != null) {
      values[slot] = value;
    }
  }

  private Object create(HessianReader in, int reference, @Nullable Object[] values) {
    try {
      Object made = (Object) constructor.invokeExact(values);
      in.complete(reference, made);
      return made;
    } catch (Throwable e) { // the record's own checks may throw anything
      throw Wrapped.of(e, type());
    }
  }
}
