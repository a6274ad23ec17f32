package io.divan.protocol.hessian;

import io.divan.protocol.bytes.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An object: its definition (name, names of fields) once per message, then values in that order.
 *
 * <p>What a peer's definition says is compared with what it said last time; only if it differs is
 * it taken apart. Peers differ in order and number of fields, but hardly from call to call.
 */
abstract non-sealed class ObjectShape extends Shape {
  private static final int LARGEST_DEFINITION = 1 << 20;

  private final String wireName;
  private final String[] fields;
  private final byte[] definition;
  private volatile Plan lastPlan;

  ObjectShape(Class<?> type, String wireName, String... fields) {
    super(type);
    this.wireName = wireName;
    this.fields = fields;
    this.definition = define(fields);
    int[] slots = new int[fields.length];
    Arrays.setAll(slots, i -> i);
    this.lastPlan = new Plan(this, definition, slots);
  }

  /** Which of a shape's fields each value of the wire goes to, for one way to define it. */
  static final class Plan {
    private final ObjectShape shape;
    private final byte[] definition;
    private final int[] slots;

    /**
     * @param definition the bytes after the definition's name that this is the plan of
     * @param slots indices of fields, -1 for a field the shape does not have
     */
    private Plan(ObjectShape shape, byte[] definition, int[] slots) {
      this.shape = shape;
      this.definition = definition;
      this.slots = slots;
    }

    /** How many bytes the plan's definition takes there, -1 if another one is there. */
    int match(byte[] bytes, int from, int to) {
      int end = from + definition.length;
      return end <= to && Arrays.equals(bytes, from, end, definition, 0, definition.length)
          ? definition.length
          : -1;
    }

    Object read(HessianReader in) {
      return shape.read(in, slots);
    }
  }

  final String wireName() {
    return wireName;
  }

  final String[] fields() {
    return fields;
  }

  final Plan lastPlan() {
    return lastPlan;
  }

  final Plan plan(byte[] theirDefinition, String[] theirFields) {
    int[] slots = new int[theirFields.length];
    Arrays.setAll(slots, i -> slot(theirFields[i]));
    Plan plan = new Plan(this, theirDefinition, slots);
    lastPlan = plan;
    return plan;
  }

  /** The first field of that name, which is the most derived class's. */
  final int slot(String field) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].equals(field)) {
        return i;
      }
    }
    return -1;
  }

  /** The definition as written, from the number of fields on. */
  final byte[] definition() {
    return definition;
  }

  @Override
  final void write(HessianWriter out, Object value) {
    if (!out.wroteReference(identity(value))) {
      out.beginObject(this);
      writeFields(out, value);
    }
  }

  /** Whether a definition already written does for this shape. */
  boolean isDefinedBy(@Nullable ObjectShape written) {
    return equals(written);
  }

  /** What later occurrences refer to: the value, unless the peers create a stand-in each time. */
  Object identity(Object value) {
    return value;
  }

  abstract void writeFields(HessianWriter out, Object value);

  /** Reads the values of an instance, whose fields come in the order of the plan. */
  abstract Object read(HessianReader in, int[] slots);

  /** Reads an instance written as a map from field name to value. */
  abstract Object readMap(HessianReader in);

  private static byte[] define(String[] fields) {
    ByteWriter bytes = new ByteWriter(LARGEST_DEFINITION, LARGEST_DEFINITION);
    ScalarWriter out = new ScalarWriter(bytes);
    out.writeInt(fields.length);
    for (String field : fields) {
      out.writeString(field);
    }
    return bytes.toByteArray();
  }
}
