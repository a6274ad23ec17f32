package io.divan.protocol.hessian;

import java.util.Arrays;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects, one message after another, never past the message's end and never more than its
 * limits allow. For one thread at a time.
 *
 * <p>What the caller expects decides what an untyped list or map becomes and how wide a number is;
 * what the message names decides the rest, if it is allowed.
 */
@SuppressWarnings("JavaUtilDate") // dates are on the wire
public final class HessianReader {
  private static final Object UNFINISHED = new Object();
  private static final long HEAVIEST = 1L << 40;

  private final HessianLimits limits;
  private final ScalarReader in = new ScalarReader();
  private HessianTypes types = HessianTypes.JDK;

  private @Nullable Object[] references = new Object[16];
  private long[] weights = new long[16];
  private int referenceCount;

  private ObjectShape.@Nullable Plan[] definitions = new ObjectShape.Plan[8];
  private int definitionCount;
  private @Nullable Shape[] typesSeen = new Shape[8];
  private int typeCount;

  private int depth;

  /** Values met so far; references count for all they lead to. */
  private long weight;

  private int values;

  public HessianReader(HessianLimits limits) {
    this.limits = limits;
  }

  /** Begins a message. */
  public void begin(HessianTypes allowed, byte[] bytes, int from, int to) {
    types = allowed;
    in.begin(bytes, from, to);
    clear();
  }

  /** Lets go of the last message's objects. */
  public void clear() {
    Arrays.fill(references, 0, referenceCount, null);
    Arrays.fill(definitions, 0, definitionCount, null);
    Arrays.fill(typesSeen, 0, typeCount, null);
    referenceCount = 0;
    definitionCount = 0;
    typeCount = 0;
    depth = 0;
    weight = 0;
    values = 0;
  }

  /** Whether the message has been read to its end. */
  public boolean isDrained() {
    return in.remaining() == 0;
  }

  /** Reads a value of whatever allowed class. */
  public @Nullable Object read() {
    return read(Object.class);
  }

  /**
   * Reads a value that can be passed where the expected type is asked for; a primitive stands for
   * its box.
   */
  public @Nullable Object read(Class<?> expected) {
    count();
    int tag = in.next();
    Object value =
        switch (tag) {
          case Tag.NULL -> null;
          case Tag.DEFINITION, Tag.OBJECT -> readObject(tag);
          case Tag.LIST, Tag.LIST_OF_KNOWN_TYPE -> readList(tag, expected);
          case Tag.MAP -> readMap(expected);
          case Tag.REF_BYTE, Tag.REF_SHORT, Tag.REF_INT -> finished(readReference(tag));
          case Tag.DATE -> new Date(in.next64());
          default -> in.readScalar(tag);
        };
    return value == null || expected == Object.class || expected.isInstance(value)
        ? value
        : Coercion.to(expected, value);
  }

  /**
   * Makes of a value read as anything what is expected: the width of a number above all. For void,
   * nothing.
   */
  public @Nullable Object convert(Class<?> expected, @Nullable Object value) {
    if (value == null || expected == void.class || expected.isInstance(value)) {
      return expected == void.class ? null : value;
    }
    return Coercion.to(expected, value);
  }

  int readInt() {
    count();
    return in.readInt();
  }

  long readLong() {
    count();
    return in.readLong();
  }

  double readDouble() {
    count();
    return in.readDouble();
  }

  boolean readBoolean() {
    count();
    return in.readBoolean();
  }

  @Nullable String readString() {
    count();
    return in.readString();
  }

  /** Reads what is about to be hashed or compared, which visits all it consists of. */
  @Nullable Object readKey() {
    long before = weight;
    Object key = read();
    if (weight - before > limits.keyWeight()) {
      throw new HessianFormatException(
          "a key or an element of a set consists of more than " + limits.keyWeight() + " values");
    }
    return key;
  }

  /** Reads an exception's cause, which older peers write as a reference to the exception itself. */
  @Nullable Throwable readCause() {
    count();
    int tag = in.next();
    if (tag == Tag.REF_BYTE || tag == Tag.REF_SHORT || tag == Tag.REF_INT) {
      Object referenced = readReference(tag);
      return referenced instanceof Throwable cause ? cause : null;
    }
    in.back();
    values--;
    weight--;
    return (Throwable) read(Throwable.class);
  }

  private void count() {
    weight++;
    if (++values > limits.values()) {
      throw new HessianFormatException("more than " + limits.values() + " values in a message");
    }
  }

  private void enter() {
    if (++depth > limits.depth()) {
      throw new HessianFormatException("objects nest deeper than " + limits.depth());
    }
  }

  // Objects

  private Object readObject(int first) {
    int tag = first;
    while (tag == Tag.DEFINITION) {
      readDefinition();
      tag = in.next();
    }
    if (tag != Tag.OBJECT) {
      throw new HessianFormatException("a definition is followed by " + tag + ", not an object");
    }
    int index = in.readInt();
    ObjectShape.Plan plan = index >= 0 && index < definitionCount ? definitions[index] : null;
    if (plan == null) {
      throw new HessianFormatException("an object refers to definition " + index + ", unknown");
    }
    enter();
    Object object = plan.read(this);
    depth--;
    return object;
  }

  private void readDefinition() {
    count();
    int length = in.readInt();
    if (length <= 0 || length > in.remaining()) {
      throw new HessianFormatException("a definition's name of " + length + " characters");
    }
    ObjectShape.Plan plan;
    ObjectShape shape = types.objectShape(in.bytes(), in.position(), length);
    if (shape != null) {
      in.position(in.position() + length);
      plan = shape.lastPlan();
      int matched = plan.match(in.bytes(), in.position(), in.end());
      if (matched >= 0) {
        in.position(in.position() + matched);
      } else {
        plan = newPlan(shape);
      }
    } else {
      plan = genericPlan(in.readCharacters(length));
    }
    if (definitionCount == definitions.length) {
      definitions = Arrays.copyOf(definitions, 2 * definitionCount);
    }
    definitions[definitionCount++] = plan;
  }

  private ObjectShape.Plan newPlan(ObjectShape shape) {
    int from = in.position();
    String[] fields = readFieldNames();
    return shape.plan(Arrays.copyOfRange(in.bytes(), from, in.position()), fields);
  }

  private ObjectShape.Plan genericPlan(String name) {
    if (!types.isGeneric()) {
      throw new ForbiddenClassException(name);
    }
    return new GenericShape(name, readFieldNames()).lastPlan();
  }

  private String[] readFieldNames() {
    int count = in.readInt();
    if (count < 0 || count > in.remaining()) {
      throw new HessianFormatException("a definition of " + count + " fields");
    }
    String[] fields = new String[count];
    for (int i = 0; i < count; i++) {
      count();
      fields[i] = String.valueOf(in.readString());
    }
    return fields;
  }

  // Lists and maps

  private Object readList(int tag, Class<?> expected) {
    Shape named;
    int length;
    boolean marked = tag == Tag.LIST;
    if (marked) {
      named = readType();
      length = readLength();
    } else {
      named = typeSeen(in.readInt());
      length = in.readInt();
      affordable(length);
    }
    enter();
    Object list = types.listShape(named, expected).read(this, length, marked);
    depth--;
    return list;
  }

  private Object readMap(Class<?> expected) {
    Shape shape = types.mapShape(readType(), expected);
    enter();
    Object map =
        shape instanceof ObjectShape bean ? bean.readMap(this) : ((MapShape) shape).read(this);
    depth--;
    return map;
  }

  private int readLength() {
    int tag = in.next();
    if (tag == Tag.LENGTH_BYTE) {
      return in.next();
    }
    if (tag == Tag.LENGTH_INT) {
      return affordable(in.next32());
    }
    in.back();
    return -1;
  }

  private @Nullable Shape readType() {
    int tag = in.next();
    if (tag == Tag.TYPE_REF) {
      return typeSeen(in.readInt());
    }
    if (tag != Tag.TYPE) {
      in.back();
      return null;
    }
    int length = in.next() << 8 | in.next();
    Shape shape = types.named(in.readCharacters(length));
    if (typeCount == typesSeen.length) {
      typesSeen = Arrays.copyOf(typesSeen, 2 * typeCount);
    }
    typesSeen[typeCount++] = shape;
    return shape;
  }

  private Shape typeSeen(int index) {
    Shape shape = index >= 0 && index < typeCount ? typesSeen[index] : null;
    if (shape == null) {
      throw new HessianFormatException("a list or map refers to type " + index + ", unknown");
    }
    return shape;
  }

  /** A number of elements that the rest of the message can hold, at a byte each. */
  int affordable(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new HessianFormatException(
          "a list announces " + length + " elements in " + in.remaining() + " bytes");
    }
    return length;
  }

  /** Whether there is an element i; if not, the end mark has been read. */
  boolean hasElement(int i, int length, boolean marked) {
    if (length < 0) {
      return !atEnd();
    }
    if (i < length) {
      return true;
    }
    if (marked && in.next() != Tag.END) {
      throw new HessianFormatException("a list has more elements than announced");
    }
    return false;
  }

  /** Whether a list or map ends here; if so, its end mark has been read. */
  boolean atEnd() {
    if (in.next() == Tag.END) {
      return true;
    }
    in.back();
    return false;
  }

  /** For runs of numbers, which cost no more than their bytes. */
  ScalarReader scalars() {
    return in;
  }

  // References

  /** Numbers an object that its own parts may refer to already. */
  int addReference(Object object) {
    if (referenceCount == references.length) {
      references = Arrays.copyOf(references, 2 * referenceCount);
      weights = Arrays.copyOf(weights, 2 * referenceCount);
    }
    references[referenceCount] = object;
    weights[referenceCount] = -weight;
    return referenceCount++;
  }

  /** Numbers an object that does not exist before its parts do. */
  int addUnfinished() {
    return addReference(UNFINISHED);
  }

  void complete(int reference, Object object) {
    references[reference] = object;
    weights[reference] += weight + 1;
  }

  private Object readReference(int tag) {
    int index =
        switch (tag) {
          case Tag.REF_BYTE -> in.next();
          case Tag.REF_SHORT -> in.next() << 8 | in.next();
          default -> in.next32();
        };
    Object object = index >= 0 && index < referenceCount ? references[index] : null;
    if (object == null) {
      throw new HessianFormatException("a reference to object " + index + ", unknown");
    }
    weight += Math.max(0, weights[index]);
    if (weight > HEAVIEST) {
      throw new HessianFormatException("references to references stand for too many values");
    }
    return object;
  }

  private static Object finished(Object object) {
    if (UNFINISHED.equals(object)) {
      throw new HessianFormatException("an object that cannot contain itself does");
    }
    return object;
  }
}
