package io.divan.protocol.hessian;

import java.util.Date;
import java.util.Map;
import java.util.function.BiConsumer;

/** Values without identity: a tag and bytes, never referred back to. */
@SuppressWarnings("JavaUtilDate") // dates are on the wire
final class ValueShape extends Shape {
  private final BiConsumer<HessianWriter, Object> writer;

  private ValueShape(Class<?> type, BiConsumer<HessianWriter, Object> writer) {
    super(type);
    this.writer = writer;
  }

  @Override
  void write(HessianWriter out, Object value) {
    writer.accept(out, value);
  }

  static Map<Class<?>, Shape> all() {
    return Map.ofEntries(
        entry(Boolean.class, (out, v) -> out.writeBoolean((Boolean) v)),
        entry(Byte.class, (out, v) -> out.writeInt((Byte) v)),
        entry(Short.class, (out, v) -> out.writeInt((Short) v)),
        entry(Integer.class, (out, v) -> out.writeInt((Integer) v)),
        entry(Long.class, (out, v) -> out.writeLong((Long) v)),
        entry(Float.class, (out, v) -> out.writeDouble((Float) v)),
        entry(Double.class, (out, v) -> out.writeDouble((Double) v)),
        entry(Character.class, (out, v) -> out.writeString(String.valueOf((char) (Character) v))),
        entry(String.class, (out, v) -> out.writeString((String) v)),
        entry(Date.class, (out, v) -> out.writeDate(((Date) v).getTime())),
        entry(byte[].class, (out, v) -> out.writeBytes((byte[]) v)),
        entry(char[].class, (out, v) -> out.writeString(String.valueOf((char[]) v))));
  }

  private static Map.Entry<Class<?>, Shape> entry(
      Class<?> type, BiConsumer<HessianWriter, Object> writer) {
    return Map.entry(type, new ValueShape(type, writer));
  }
}
