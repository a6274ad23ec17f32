package io.divan.kernel.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a setting's text as the type it is declared with. */
final class ValueParser {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private ValueParser() {}

  /** Whether a record type is one value rather than a group of settings. */
  static boolean isValue(Class<?> recordType) {
    return recordType == DataSize.class;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static Object parse(String text, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return text.isBlank() ? Optional.empty() : Optional.of(parse(text, argument));
      }
      if (generic.getRawType() == List.class) {
        return list(text, argument);
      }
    }
    if (type == String.class) {
      return text;
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == DataSize.class) {
      return DataSize.parse(text);
    }
    if (type == Duration.class) {
      return duration(text);
    }
    if (type == boolean.class) {
      return bool(text);
    }
    if (type == int.class) {
      return Math.toIntExact(number(text));
    }
    if (type == long.class) {
      return number(text);
    }
    if (type instanceof Class<?> some && some.isEnum()) {
      return constant(text, some);
    }
    throw new IllegalStateException("no settings are read as " + type);
  }

  private static List<Object> list(String text, Type element) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(each -> parse(each.strip(), element)).toList();
  }

  private static boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip().replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number", e);
    }
  }

  private static Duration duration(String text) {
    var form = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("expected a duration such as 500ms, 30s, 5m, 2h or 1d");
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Object constant(String text, Class<?> type) {
    String wanted = text.strip().replace('-', '_');
    for (Object each : type.getEnumConstants()) {
      if (each.toString().equalsIgnoreCase(wanted)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "expected one of " + Arrays.toString(type.getEnumConstants()));
  }
}
