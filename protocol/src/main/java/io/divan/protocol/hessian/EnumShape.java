package io.divan.protocol.hessian;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A constant of an enum by its name. */
final class EnumShape extends ObjectShape {
  private final Map<String, Object> constants;

  EnumShape(Class<?> type) {
    super(type, type.getName(), "name");
    this.constants =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(c -> ((Enum<?>) c).name(), Function.identity()));
  }

  @Override
  void writeFields(HessianWriter out, Object value) {
    out.writeString(((Enum<?>) value).name());
  }

  @Override
  Object read(HessianReader in, int[] slots) {
    int reference = in.addUnfinished();
    String name = null;
    for (int slot : slots) {
      if (slot == 0) {
        name = in.readString();
      } else {
        in.read();
      }
    }
    return constant(in, reference, name);
  }

  @Override
  Object readMap(HessianReader in) {
    int reference = in.addUnfinished();
    String name = null;
    while (!in.atEnd()) {
      boolean isName = "name".equals(in.read());
      Object value = in.read();
      if (isName && value instanceof String text) {
        name = text;
      }
    }
    return constant(in, reference, name);
  }

  private Object constant(HessianReader in, int reference, @Nullable String name) {
    Object constant = name == null ? null : constants.get(name);
    if (constant == null) {
      throw new HessianFormatException(type().getName() + " has no constant of the name given");
    }
    in.complete(reference, constant);
    return constant;
  }
}
