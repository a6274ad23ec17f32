package io.divan.protocol.hessian;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception: message, cause and stack by way of its public face, since the JDK closes the fields
 * of {@link Throwable}; the fields of its own class as those of a bean.
 *
 * <p>Source: com.alipay.sofa:hessian 3.5.6, {@code ThrowableSerializer}, {@code
 * ThrowableDeserializer}.
 */
final class ThrowableShape extends ObjectShape {
  private static final int DEEPEST_STACK = 64;

  /** The two constructors an exception should have, best first. */
  private static final Class<?>[][] CONSTRUCTORS = {
    {String.class, Throwable.class}, {String.class}
  };

  private final FieldAccess[] own;
  private final Constructor<?> constructor;

  private ThrowableShape(Class<?> type, List<Field> own) {
    super(type, type.getName(), fieldNames(own));
    this.own = own.stream().map(FieldAccess::of).toArray(FieldAccess[]::new);
    this.constructor = constructor(type);
  }

  /** Without the fields the JDK keeps closed: an SQLException loses its state, not its message. */
  static ThrowableShape of(Class<?> type) {
    return new ThrowableShape(
        type,
        WireFields.of(type, Throwable.class).stream()
            .filter(f -> !f.getDeclaringClass().getName().startsWith("java."))
            .toList());
  }

  private static String[] fieldNames(List<Field> own) {
    List<String> names = new ArrayList<>(own.stream().map(Field::getName).toList());
    names.addAll(List.of("detailMessage", "cause", "stackTrace", "suppressedExceptions"));
    return names.toArray(String[]::new);
  }

  private static Constructor<?> constructor(Class<?> type) {
    for (Class<?>[] parameters : CONSTRUCTORS) {
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
      } catch (NoSuchMethodException | InaccessibleObjectException e) {
        // then the next best
      }
    }
    Constructor<?> simplest = Construction.simplest(type);
    simplest.setAccessible(true);
    return simplest;
  }

  @Override
  void writeFields(HessianWriter out, Object value) {
    Throwable thrown = (Throwable) value;
    try {
      for (FieldAccess field : own) {
        field.write(out, value);
      }
    } catch (Throwable e) { // method handles declare any
      throw Wrapped.of(e, type());
    }
    out.writeString(thrown.getMessage());
    out.write(out.cause(thrown));
    StackTraceElement[] stack = thrown.getStackTrace();
    out.write(stack.length <= DEEPEST_STACK ? stack : Arrays.copyOf(stack, DEEPEST_STACK));
    List<Throwable> suppressed = out.suppressed(thrown);
    out.write(suppressed.isEmpty() ? null : suppressed);
  }

  @Override
  Object read(HessianReader in, int[] slots) {
    int reference = in.addUnfinished();
    Parts parts = new Parts();
    for (int slot : slots) {
      parts.read(in, slot);
    }
    return create(in, reference, parts);
  }

  @Override
  Object readMap(HessianReader in) {
    int reference = in.addUnfinished();
    Parts parts = new Parts();
    while (!in.atEnd()) {
      parts.read(in, in.read() instanceof String field ? slot(field) : -1);
    }
    return create(in, reference, parts);
  }

  /** What was read before there is an exception to put it in. */
  private final class Parts {
    private final @Nullable Object[] values = new Object[own.length];
    private @Nullable String message;
    private @Nullable Throwable cause;
    private StackTraceElement @Nullable [] stack;
    private @Nullable Iterable<?> suppressed;

    void read(HessianReader in, int slot) {
      if (slot >= 0 && slot < own.length) {
        values[slot] = in.read(own[slot].type());
        return;
      }
      switch (slot - own.length) {
        case 0 -> message = in.readString();
        case 1 -> cause = in.readCause();
        case 2 -> stack = (StackTraceElement[]) in.read(StackTraceElement[].class);
        case 3 -> suppressed = (Iterable<?>) in.read(Iterable.class);
        default -> in.read();
      }
    }
  }

  private Object create(HessianReader in, int reference, Parts parts) {
    try {
      Throwable made = (Throwable) constructor.newInstance(arguments(parts));
      if (parts.cause != null && made.getCause() == null) {
        initCause(made, parts.cause);
      }
      if (parts.stack != null) {
        made.setStackTrace(parts.stack);
      }
      if (parts.suppressed != null) {
        parts.suppressed.forEach(s -> made.addSuppressed((Throwable) s));
      }
      for (int i = 0; i < own.length; i++) {
        own[i].set(made, parts.values[i]);
      }
      in.complete(reference, made);
      return made;
    } catch (ReflectiveOperationException | RuntimeException e) { // its own constructor's, perhaps
      throw Wrapped.of(e, type());
    }
  }

  private static void initCause(Throwable made, Throwable cause) {
    try {
      made.initCause(cause);
    } catch (IllegalStateException e) {
      made.addSuppressed(cause); // its constructor has fixed the cause; do not lose this one
    }
  }

  private @Nullable Object[] arguments(Parts parts) {
    Class<?>[] types = constructor.getParameterTypes();
    @Nullable Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = Construction.zero(types[i]);
    }
    boolean standard = types.length > 0 && types[0] == String.class;
    if (standard) {
      arguments[0] = parts.message;
    }
    if (standard && types.length == 2 && types[1] == Throwable.class) {
      arguments[1] = parts.cause;
    }
    return arguments;
  }
}
