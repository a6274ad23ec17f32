package io.divan.protocol.hessian;

import java.lang.reflect.Field;
import java.util.List;

/** A class with fields, filled after an empty instance was made. */
final class BeanShape extends ObjectShape {
  private final FieldAccess[] access;
  private final Construction construction;

  private BeanShape(Class<?> type, String wireName, List<Field> fields) {
    super(type, wireName, fields.stream().map(Field::getName).toArray(String[]::new));
    this.access = fields.stream().map(FieldAccess::of).toArray(FieldAccess[]::new);
    this.construction = Construction.of(type);
  }

  static BeanShape of(Class<?> type, String wireName) {
    return new BeanShape(type, wireName, WireFields.of(type, Object.class));
  }

  @Override
  void writeFields(HessianWriter out, Object value) {
    try {
      for (FieldAccess field : access) {
        field.write(out, value);
      }
    } catch (Throwable e) { // method handles declare any
      throw Wrapped.of(e, type());
    }
  }

  @Override
  Object read(HessianReader in, int[] slots) {
    Object bean = construction.newInstance();
    int reference = in.addReference(bean);
    try {
      for (int slot : slots) {
        if (slot >= 0) {
          access[slot].read(in, bean);
        } else {
          in.read();
        }
      }
    } catch (Throwable e) { // method handles declare any
      throw Wrapped.of(e, type());
    }
    in.complete(reference, bean);
    return bean;
  }

  @Override
  Object readMap(HessianReader in) {
    Object bean = construction.newInstance();
    int reference = in.addReference(bean);
    try {
      while (!in.atEnd()) {
        int slot = in.read() instanceof String field ? slot(field) : -1;
        if (slot >= 0) {
          access[slot].read(in, bean);
        } else {
          in.read();
        }
      }
    } catch (Throwable e) { // method handles declare any
      throw Wrapped.of(e, type());
    }
    in.complete(reference, bean);
    return bean;
  }
}
