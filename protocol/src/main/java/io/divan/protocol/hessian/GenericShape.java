package io.divan.protocol.hessian;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A class nobody here has: its objects are data. */
final class GenericShape extends ObjectShape {
  GenericShape(String wireName, String... fields) {
    super(GenericObject.class, wireName, fields);
  }

  static GenericShape of(GenericObject object) {
    return new GenericShape(object.type(), object.fields().keySet().toArray(String[]::new));
  }

  @Override
  boolean isDefinedBy(@Nullable ObjectShape written) {
    return written != null
        && written.wireName().equals(wireName())
        && Arrays.equals(written.fields(), fields());
  }

  @Override
  void writeFields(HessianWriter out, Object value) {
    for (@Nullable Object field : ((GenericObject) value).fields().values()) {
      out.write(field);
    }
  }

  @Override
  Object read(HessianReader in, int[] slots) {
    GenericObject object = new GenericObject(wireName());
    int reference = in.addReference(object);
    for (int slot : slots) {
      object.with(fields()[slot], in.read());
    }
    in.complete(reference, object);
    return object;
  }

  @Override
  Object readMap(HessianReader in) {
    GenericObject object = new GenericObject(wireName());
    int reference = in.addReference(object);
    while (!in.atEnd()) {
      String field = String.valueOf(in.read());
      object.with(field, in.read());
    }
    in.complete(reference, object);
    return object;
  }
}
