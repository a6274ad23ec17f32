package io.divan.kernel.settings;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program's settings: a record of records, filled from sources in the order of their weight.
 *
 * <p>A key is the path of component names in kebab case: component {@code segmentSize} of component
 * {@code log} is {@code log.segment-size}. An unknown key is refused, with the nearest known one.
 *
 * @param <R> the record
 */
public final class Settings<R extends Record> {
  private final R values;
  private final List<Line> lines;

  private Settings(R values, List<Line> lines) {
    this.values = values;
    this.lines = lines;
  }

  /**
   * One setting as it was read.
   *
   * @param key in kebab case
   * @param value as written; asterisks for a secret
   * @param source where it came from, {@code default} if from nowhere
   * @param doc what it decides
   */
  public record Line(String key, String value, String source, String doc) {}

  /** The settings themselves. */
  public R values() {
    return values;
  }

  /** Every setting, in the order of declaration. */
  public List<Line> lines() {
    return lines;
  }

  /**
   * Reads settings.
   *
   * @param sources the weightiest last
   * @throws Failure USER if a key is unknown or a value cannot be understood
   */
  public static <R extends Record> Settings<R> read(Class<R> type, List<Source> sources) {
    Map<String, Declared> declared = new LinkedHashMap<>();
    declare("", type, declared);
    Map<String, Given> given = new LinkedHashMap<>();
    for (Source source : sources) {
      source
          .valuesFor(declared.keySet())
          .forEach((key, value) -> {
            if (!declared.containsKey(key)) {
              throw unknown(key, source, declared);
            }
            given.put(key, new Given(value, source.name()));
          });
    }
    List<Line> lines = new ArrayList<>();
    declared.forEach((key, each) -> lines.add(each.line(key, given.get(key))));
    return new Settings<>(build("", type, given), lines);
  }

  private record Given(String value, String source) {}

  private record Declared(Setting setting) {
    Line line(String key, @Nullable Given given) {
      String value = given == null ? setting.def() : given.value();
      boolean hide = setting.secret() && !value.isEmpty();
      return new Line(
          key,
          hide ? "********" : value,
          given == null ? "default" : given.source(),
          setting.doc());
    }
  }

  private static void declare(String prefix, Class<?> type, Map<String, Declared> into) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + kebab(component.getName());
      if (component.getType().isRecord() && !ValueParser.isValue(component.getType())) {
        declare(key + ".", component.getType(), into);
      } else {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
          throw new IllegalStateException(key + " has no @Setting");
        }
        into.put(key, new Declared(setting));
      }
    }
  }

  private static <T> T build(String prefix, Class<T> type, Map<String, Given> given) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String key = prefix + kebab(component.getName());
      if (component.getType().isRecord() && !ValueParser.isValue(component.getType())) {
        arguments[i] = build(key + ".", component.getType(), given);
      } else {
        arguments[i] = parse(key, component, given.get(key));
      }
    }
    return construct(prefix, type, components, arguments);
  }

  private static Object parse(String key, RecordComponent component, @Nullable Given given) {
    Setting setting = Objects.requireNonNull(component.getAnnotation(Setting.class));
    String text = given == null ? setting.def() : given.value();
    try {
      return ValueParser.parse(text, component.getGenericType());
    } catch (IllegalArgumentException | ArithmeticException e) {
      String source = given == null ? "default" : given.source();
      throw invalid(key + " = \"" + text + "\" (" + source + ")", e);
    }
  }

  private static <T> T construct(
      String prefix, Class<T> type, RecordComponent[] components, Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw invalid(prefix.isEmpty() ? "the settings" : prefix + "*", refusal);
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Failure invalid(String what, Exception why) {
    return Failure.of(
        Kind.USER, "settings.invalid", what + " is not acceptable: " + why.getMessage());
  }

  private static Failure unknown(String key, Source source, Map<String, Declared> declared) {
    String nearest =
        declared.keySet().stream()
            .min(Comparator.comparingInt(each -> EditDistance.between(each, key)))
            .orElse("");
    return Failure.of(
        Kind.USER,
        "settings.unknown-key",
        "Unknown setting \""
            + key
            + "\" ("
            + source.name()
            + "). Did you mean \""
            + nearest
            + "\"? `divan config print --all` lists every setting.");
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
