package io.divan.protocol.hessian;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A class of the JDK that travels as a few values it can be made of again. */
final class ConvertedShape extends ObjectShape {
  private final boolean standsIn;
  private final Function<Object, @Nullable Object[]> toValues;
  private final Function<@Nullable Object[], @Nullable Object> fromValues;

  /**
   * @param standsIn whether the peers write a new stand-in object for each occurrence, so that none
   *     is ever referred to again
   * @param fromValues may throw anything unchecked for values that make no sense
   */
  ConvertedShape(
      Class<?> type,
      String wireName,
      boolean standsIn,
      String[] fields,
      Function<Object, @Nullable Object[]> toValues,
      Function<@Nullable Object[], @Nullable Object> fromValues) {
    super(type, wireName, fields);
    this.standsIn = standsIn;
    this.toValues = toValues;
    this.fromValues = fromValues;
  }

  @Override
  Object identity(Object value) {
    return standsIn ? new Object() : value;
  }

  @Override
  void writeFields(HessianWriter out, Object value) {
    for (Object part : toValues.apply(value)) {
      out.write(part);
    }
  }

  @Override
  Object read(HessianReader in, int[] slots) {
    int reference = in.addUnfinished();
    @Nullable Object[] values = new Object[fields().length];
    for (int slot : slots) {
      Object value = in.read();
      if (slot >= 0) {
        values[slot] = value;
      }
    }
    return create(in, reference, values);
  }

  @Override
  Object readMap(HessianReader in) {
    int reference = in.addUnfinished();
    @Nullable Object[] values = new Object[fields().length];
    while (!in.atEnd()) {
      int slot = in.read() instanceof String field ? slot(field) : -1;
      Object value = in.read();
      if (slot >= 0) {
        values[slot] = value;
      }
    }
    return create(in, reference, values);
  }

  private Object create(HessianReader in, int reference, @Nullable Object[] values) {
    Object made;
    try {
      made = fromValues.apply(values);
    } catch (RuntimeException e) { // the JDK's own checks: of type, of range, of syntax
      throw new HessianFormatException("these values make no " + type().getName(), e);
    }
    if (made == null) {
      throw new HessianFormatException("these values make no " + type().getName());
    }
    in.complete(reference, made);
    return made;
  }
}
