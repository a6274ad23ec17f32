package io.divan.protocol.hessian;

import io.divan.protocol.bytes.ByteWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects, one message after another. Objects met twice in a message are written once and
 * then referred to. For one thread at a time.
 */
public final class HessianWriter {
  private final ByteWriter out;
  private final ScalarWriter scalars;
  private final References references = new References();
  private HessianTypes types = HessianTypes.JDK;

  private @Nullable ObjectShape[] definitions = new ObjectShape[8];
  private int definitionCount;
  private @Nullable String[] typeNames = new String[8];
  private int typeCount;
  private int depth;
  private boolean causes = true;

  public HessianWriter(ByteWriter out) {
    this.out = out;
    this.scalars = new ScalarWriter(out);
  }

  /** Begins a message. */
  public void begin(HessianTypes allowed) {
    begin(allowed, true);
  }

  /**
   * Begins a message.
   *
   * @param withCauses whether exceptions are written with their causes, on which the peers' reader
   *     fails
   */
  public void begin(HessianTypes allowed, boolean withCauses) {
    types = allowed;
    causes = withCauses;
    depth = 0;
    references.clear();
    Arrays.fill(definitions, 0, definitionCount, null);
    definitionCount = 0;
    typeCount = 0;
  }

  /**
   * Says what a pre-encoded beginning of the message, written by the caller, has already numbered.
   *
   * @param referenced how many objects that may be referred to
   * @param defined how many definitions
   * @param named names of list and map types
   */
  public void assume(int referenced, int defined, String... named) {
    references.skip(referenced);
    definitionCount += defined;
    for (String name : named) {
      addTypeName(name);
    }
  }

  /**
   * Writes a value of an allowed class.
   *
   * @throws ForbiddenClassException for any other
   */
  public void write(@Nullable Object value) {
    if (value == null) {
      out.put(Tag.NULL);
    } else if (value instanceof String text) {
      writeString(text);
    } else {
      if (++depth > HessianLimits.DEFAULT.depth()) {
        throw new HessianFormatException("objects nest deeper than " + (depth - 1));
      }
      types.shapeOf(value).write(this, value);
      depth--;
    }
  }

  /**
   * What to write as an exception's cause: the cause, or if its class is not allowed, an exception
   * that says as much.
   */
  @Nullable Throwable cause(Throwable thrown) {
    Throwable cause = causes ? thrown.getCause() : null;
    if (cause == null || types.allows(cause.getClass())) {
      return cause;
    }
    RuntimeException standIn = new RuntimeException(cause.toString(), cause.getCause());
    standIn.setStackTrace(cause.getStackTrace());
    return standIn;
  }

  /** What to write of the exceptions that an exception has suppressed. */
  List<Throwable> suppressed(Throwable thrown) {
    return causes
        ? Arrays.stream(thrown.getSuppressed()).filter(s -> types.allows(s.getClass())).toList()
        : List.of();
  }

  public void writeBoolean(boolean value) {
    scalars.writeBoolean(value);
  }

  public void writeInt(int value) {
    scalars.writeInt(value);
  }

  public void writeLong(long value) {
    scalars.writeLong(value);
  }

  public void writeDouble(double value) {
    scalars.writeDouble(value);
  }

  public void writeString(@Nullable String text) {
    scalars.writeString(text);
  }

  void writeDate(long millis) {
    scalars.writeDate(millis);
  }

  void writeBytes(byte[] value) {
    scalars.writeBytes(value);
  }

  /** Writes a reference if the object was met before; remembers it if not. */
  boolean wroteReference(Object object) {
    int index = references.indexOrAdd(object);
    if (index < 0) {
      return false;
    }
    if (index < 0x100) {
      out.put(Tag.REF_BYTE);
      out.put(index);
    } else if (index < 0x10000) {
      out.put(Tag.REF_SHORT);
      out.putShort(index);
    } else {
      out.put(Tag.REF_INT);
      out.putInt(index);
    }
    return true;
  }

  void beginObject(ObjectShape shape) {
    int index = 0;
    while (index < definitionCount && !shape.isDefinedBy(definitions[index])) {
      index++;
    }
    if (index == definitionCount) {
      if (definitionCount == definitions.length) {
        definitions = Arrays.copyOf(definitions, 2 * definitionCount);
      }
      definitions[definitionCount++] = shape;
      out.put(Tag.DEFINITION);
      writeInt(shape.wireName().length());
      scalars.writeCharacters(shape.wireName(), 0, shape.wireName().length());
      out.put(shape.definition());
    }
    out.put(Tag.OBJECT);
    writeInt(index);
  }

  /** Whether the list needs an end mark. */
  boolean beginList(@Nullable String type, int length) {
    int known = type == null ? -1 : typeIndex(type);
    if (known >= 0) {
      out.put(Tag.LIST_OF_KNOWN_TYPE);
      writeInt(known);
      writeInt(length);
      return false;
    }
    out.put(Tag.LIST);
    if (type != null) {
      putTypeName(type);
    }
    if (length < 0x100) {
      out.put(Tag.LENGTH_BYTE);
      out.put(length);
    } else {
      out.put(Tag.LENGTH_INT);
      out.putInt(length);
    }
    return true;
  }

  void endList(boolean marked) {
    if (marked) {
      out.put(Tag.END);
    }
  }

  void beginMap(@Nullable String type) {
    out.put(Tag.MAP);
    if (type == null) {
      return;
    }
    int known = typeIndex(type);
    if (known >= 0) {
      out.put(Tag.TYPE_REF);
      writeInt(known);
    } else {
      putTypeName(type);
    }
  }

  void endMap() {
    out.put(Tag.END);
  }

  private int typeIndex(String type) {
    for (int i = 0; i < typeCount; i++) {
      if (type.equals(typeNames[i])) {
        return i;
      }
    }
    return -1;
  }

  private void putTypeName(String type) {
    addTypeName(type);
    out.put(Tag.TYPE);
    out.putShort(type.length());
    scalars.writeCharacters(type, 0, type.length());
  }

  private void addTypeName(String type) {
    if (typeCount == typeNames.length) {
      typeNames = Arrays.copyOf(typeNames, 2 * typeCount);
    }
    typeNames[typeCount++] = type;
  }
}
