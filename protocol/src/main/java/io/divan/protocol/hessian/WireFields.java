package io.divan.protocol.hessian;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Which fields of a class travel, and in which order: the peers' order, so that both write the same
 * bytes.
 *
 * <p>Source: com.alipay.sofa:hessian 3.5.6, {@code JavaSerializer}: a class before its superclass,
 * and first all primitives and fields of {@code java.lang} types, then the rest.
 */
final class WireFields {
  private WireFields() {}

  static List<Field> of(Class<?> type, Class<?> until) {
    List<Field> simple = new ArrayList<>();
    List<Field> compound = new ArrayList<>();
    for (Class<?> c = type; c != null && c != until && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers)
            || Modifier.isTransient(modifiers)
            || field.isSynthetic()) {
          continue;
        }
        (isSimple(field.getType()) ? simple : compound).add(field);
      }
    }
    simple.addAll(compound);
    return simple;
  }

  private static boolean isSimple(Class<?> type) {
    return type.isPrimitive() || (type != Object.class && type.getName().startsWith("java.lang."));
  }
}
