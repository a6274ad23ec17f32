package io.divan.boot.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.seata.sqlparser.ParametersHolder;
import org.apache.seata.sqlparser.struct.Null;
import org.jspecify.annotations.Nullable;

/**
 * A part of a statement with placeholders, as the library writes it anew for every execution: its
 * text, which does not depend on the values, and which of the values it appends.
 *
 * @param parameters the values' numbers, from 1, in the sequence in which they are appended
 */
@SuppressWarnings("NonApiType") // the library's interfaces speak of ArrayList
record Condition(@Nullable String text, List<Integer> parameters) {
  Condition {
    parameters = List.copyOf(parameters);
  }

  /** Stands for the value of a placeholder while the library is watched. */
  private record Slot(int parameter) {}

  /** What the library does with a statement's values. */
  interface Writer {
    @Nullable Object write(ParametersHolder values, ArrayList<List<@Nullable Object>> appended)
        throws Throwable;
  }

  /** Whether it is a statement of one row of values, not of a batch. */
  static boolean isOneRow(ParametersHolder values) {
    Map<Integer, ArrayList<Object>> all = values.getParameters();
    return all != null && all.values().stream().allMatch(each -> each.size() == 1);
  }

  /** Watches the library at a statement; empty if it does more than append values. */
  static Optional<Condition> learn(ParametersHolder values, Writer writer) throws Throwable {
    Map<Integer, ArrayList<Object>> slots = new HashMap<>();
    values
        .getParameters()
        .keySet()
        .forEach(each -> slots.put(each, new ArrayList<>(List.of(new Slot(each)))));
    ArrayList<List<@Nullable Object>> appended = new ArrayList<>();
    Object text = writer.write(() -> slots, appended);
    if (appended.size() > 1 || !(text == null || text instanceof String)) {
      return Optional.empty();
    }
    List<Integer> parameters = new ArrayList<>();
    for (List<@Nullable Object> row : appended) {
      for (Object each : row) {
        if (!(each instanceof Slot slot)) {
          return Optional.empty();
        }
        parameters.add(slot.parameter());
      }
    }
    return Optional.of(new Condition((String) text, parameters));
  }

  /** Does what the library would. */
  @Nullable String apply(ParametersHolder values, ArrayList<List<@Nullable Object>> appended) {
    if (!parameters.isEmpty()) {
      if (appended.isEmpty()) {
        appended.add(new ArrayList<>());
      }
      for (int parameter : parameters) {
        ArrayList<Object> held = values.getParameters().get(parameter);
        Object value = held == null ? null : held.get(0);
        appended.get(0).add(value instanceof Null ? null : value);
      }
    }
    return text;
  }
}
