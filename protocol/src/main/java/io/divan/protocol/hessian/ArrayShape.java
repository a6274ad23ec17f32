package io.divan.protocol.hessian;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array of objects. */
final class ArrayShape extends ListShape {
  private final Class<?> component;
  private final String wireName;

  ArrayShape(Class<?> component) {
    super(component.arrayType());
    this.component = component;
    this.wireName = ArrayNames.of(component.arrayType());
  }

  @Override
  void write(HessianWriter out, Object value) {
    if (out.wroteReference(value)) {
      return;
    }
    @Nullable Object[] array = (Object[]) value;
    boolean marked = out.beginList(wireName, array.length);
    for (Object element : array) {
      out.write(element);
    }
    out.endList(marked);
  }

  @Override
  Object read(HessianReader in, int length, boolean marked) {
    if (length < 0) {
      return readToMark(in);
    }
    @Nullable Object[] array = (Object[]) Array.newInstance(component, in.affordable(length));
    int reference = in.addReference(array);
    for (int i = 0; in.hasElement(i, length, marked); i++) {
      array[i] = in.read(component);
    }
    in.complete(reference, array);
    return array;
  }

  /** Its elements cannot refer to it: there is no array yet. */
  private Object readToMark(HessianReader in) {
    int reference = in.addUnfinished();
    @Nullable Object[] array = (Object[]) Array.newInstance(component, 8);
    int count = 0;
    while (in.hasElement(count, -1, true)) {
      if (count == array.length) {
        array = Arrays.copyOf(array, 2 * count);
      }
      array[count++] = in.read(component);
    }
    Object made = Arrays.copyOf(array, count);
    in.complete(reference, made);
    return made;
  }
}
