package io.divan.bench.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured, by row, metric and contender. */
final class Results {
  private final Map<String, Map<String, Map<String, List<Double>>>> samples = new LinkedHashMap<>();
  private final List<String> contenders = new ArrayList<>();
  private final Map<String, String> absent = new LinkedHashMap<>();

  void takesPart(String contender) {
    contenders.add(contender);
  }

  /** The contender could not be started, or failed later: it has no values. */
  void isAbsent(String contender, String why) {
    absent.putIfAbsent(contender, why);
  }

  boolean isPresent(String contender) {
    return !absent.containsKey(contender);
  }

  void add(String row, String contender, Map<String, Double> values) {
    values.forEach((metric, value) ->
        samples
            .computeIfAbsent(row, k -> new LinkedHashMap<>())
            .computeIfAbsent(metric, k -> new LinkedHashMap<>())
            .computeIfAbsent(contender, k -> new ArrayList<>())
            .add(value));
  }

  /** A middle value and the extremes. */
  record Spread(double median, double least, double most) {
    static Spread of(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
      return number(median) + " (" + number(least) + "–" + number(most) + ")";
    }
  }

  private @Nullable Spread spread(String row, String metric, String contender) {
    List<Double> values =
        samples
            .getOrDefault(row, Map.of())
            .getOrDefault(metric, Map.of())
            .getOrDefault(contender, List.of());
    return values.isEmpty() || absent.containsKey(contender) ? null : Spread.of(values);
  }

  /** For people: median, least and most of each. */
  String table() {
    List<String[]> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("case", "metric"));
    head.addAll(contenders);
    lines.add(head.toArray(String[]::new));
    samples.forEach(
        (row, metrics) -> metrics.keySet().forEach(metric -> lines.add(line(row, metric))));
    int[] widths = new int[head.size()];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        table.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", line[i]));
      }
      table.append('\n');
    }
    absent.forEach(
        (peer, why) -> table.append(peer).append(" has no values: ").append(why).append('\n'));
    return table.toString();
  }

  private String[] line(String row, String metric) {
    List<String> line = new ArrayList<>(List.of(row, metric));
    for (String contender : contenders) {
      Spread spread = spread(row, metric, contender);
      line.add(spread == null ? "–" : spread.toString());
    }
    return line.toArray(String[]::new);
  }

  /** For programs: the medians; a peer without values is there, with null. */
  String json() {
    List<String> rows = new ArrayList<>();
    samples.forEach(
        (row, metrics) -> metrics.keySet().forEach(metric -> rows.add(jsonRow(row, metric))));
    return "[\n  " + String.join(",\n  ", rows) + "\n]\n";
  }

  private String jsonRow(String row, String metric) {
    List<String> peers = new ArrayList<>();
    for (String peer : contenders.subList(1, contenders.size())) {
      peers.add(quoted(peer) + ": " + jsonValue(row, metric, peer));
    }
    return "{\"case\": "
        + quoted(row)
        + ", \"metric\": "
        + quoted(metric)
        + ", \"ours\": "
        + jsonValue(row, metric, contenders.get(0))
        + ", \"peers\": {"
        + String.join(", ", peers)
        + "}}";
  }

  private String jsonValue(String row, String metric, String contender) {
    Spread spread = spread(row, metric, contender);
    return spread == null ? "null" : String.format(Locale.ROOT, "%.3f", spread.median());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c < ' ' ? ' ' : c);
    }
    return quoted.append('"').toString();
  }

  private static String number(double value) {
    return Arrays.asList(0.0, -0.0).contains(value)
        ? "0"
        : String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.1f", value);
  }
}
