package io.divan.protocol.hessian;

import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An array of primitives other than bytes and characters, which are binary and text. */
abstract class PrimitiveArrayShape extends ListShape {
  private final Class<?> component;
  private final String wireName;

  private PrimitiveArrayShape(Class<?> component) {
    super(component.arrayType());
    this.component = component;
    this.wireName = ArrayNames.of(component.arrayType());
  }

  static Map<Class<?>, Shape> all() {
    Map<Class<?>, Shape> all = new HashMap<>();
    for (Shape shape :
        Set.of(
            new Ints(), new Longs(), new Doubles(), new Floats(), new Shorts(), new Booleans())) {
      all.put(shape.type(), shape);
    }
    return all;
  }

  abstract void writeElement(HessianWriter out, Object array, int i);

  abstract void readElement(HessianReader in, Object array, int i);

  @Override
  final void write(HessianWriter out, Object array) {
    if (out.wroteReference(array)) {
      return;
    }
    int length = Array.getLength(array);
    boolean marked = out.beginList(wireName, length);
    for (int i = 0; i < length; i++) {
      writeElement(out, array, i);
    }
    out.endList(marked);
  }

  @Override
  final Object read(HessianReader in, int length, boolean marked) {
    int reference = in.addUnfinished();
    Object array = Array.newInstance(component, length < 0 ? 8 : in.affordable(length));
    int count = 0;
    while (in.hasElement(count, length, marked)) {
      if (count == Array.getLength(array)) {
        array = resized(array, 2 * count, count);
      }
      readElement(in, array, count++);
    }
    Object made = count == Array.getLength(array) ? array : resized(array, count, count);
    in.complete(reference, made);
    return made;
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both arrays have this shape's component
  private Object resized(Object array, int length, int used) {
    Object larger = Array.newInstance(component, length);
    System.arraycopy(array, 0, larger, 0, used);
    return larger;
  }

  private static final class Ints extends PrimitiveArrayShape {
    Ints() {
      super(int.class);
    }

    @Override
    void writeElement(HessianWriter out, Object array, int i) {
      out.writeInt(((int[]) array)[i]);
    }

    @Override
    void readElement(HessianReader in, Object array, int i) {
      ((int[]) array)[i] = in.scalars().readInt();
    }
  }

  private static final class Longs extends PrimitiveArrayShape {
    Longs() {
      super(long.class);
    }

    @Override
    void writeElement(HessianWriter out, Object array, int i) {
      out.writeLong(((long[]) array)[i]);
    }

    @Override
    void readElement(HessianReader in, Object array, int i) {
      ((long[]) array)[i] = in.scalars().readLong();
    }
  }

  private static final class Doubles extends PrimitiveArrayShape {
    Doubles() {
      super(double.class);
    }

    @Override
    void writeElement(HessianWriter out, Object array, int i) {
      out.writeDouble(((double[]) array)[i]);
    }

    @Override
    void readElement(HessianReader in, Object array, int i) {
      ((double[]) array)[i] = in.scalars().readDouble();
    }
  }

  private static final class Floats extends PrimitiveArrayShape {
    Floats() {
      super(float.class);
    }

    @Override
    void writeElement(HessianWriter out, Object array, int i) {
      out.writeDouble(((float[]) array)[i]);
    }

    @Override
    void readElement(HessianReader in, Object array, int i) {
      ((float[]) array)[i] = (float) in.scalars().readDouble();
    }
  }

  private static final class Shorts extends PrimitiveArrayShape {
    Shorts() {
      super(short.class);
    }

    @Override
    void writeElement(HessianWriter out, Object array, int i) {
      out.writeInt(((short[]) array)[i]);
    }

    @Override
    void readElement(HessianReader in, Object array, int i) {
      ((short[]) array)[i] = (short) in.scalars().readInt();
    }
  }

  private static final class Booleans extends PrimitiveArrayShape {
    Booleans() {
      super(boolean.class);
    }

    @Override
    void writeElement(HessianWriter out, Object array, int i) {
      out.writeBoolean(((boolean[]) array)[i]);
    }

    @Override
    void readElement(HessianReader in, Object array, int i) {
      ((boolean[]) array)[i] = in.scalars().readBoolean();
    }
  }
}
