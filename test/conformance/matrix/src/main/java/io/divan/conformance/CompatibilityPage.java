package io.divan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rewrites the table of {@code docs/compatibility.md} from the rows of the last runs. Everything
 * outside the two marks is left alone.
 */
public final class CompatibilityPage {
  static final String BEGIN = "<!-- conformance: begin; written by the conformance run -->";
  static final String END = "<!-- conformance: end -->";

  private CompatibilityPage() {}

  /**
   * Runs it.
   *
   * @param args the directory with the rows, then the page
   */
  public static void main(String[] args) throws IOException {
    Path rows = Path.of(args[0]);
    Path page = Path.of(args[1]);
    String before = Files.exists(page) ? Files.readString(page) : "# Compatibility\n";
    String after = rewritten(before, table(read(rows)));
    if (!after.equals(before)) {
      Files.createDirectories(page.toAbsolutePath().getParent());
      Files.writeString(page, after);
    }
  }

  private static List<Row> read(Path directory) throws IOException {
    List<Row> rows = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return rows;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tsv")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          Row row = Row.parse(line);
          if (row != null) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  static String table(List<Row> rows) {
    Map<String, List<Row>> byClient =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> "| " + r.peer() + " | " + r.client() + " | " + r.version() + " | ",
                    TreeMap::new,
                    Collectors.toList()));
    StringBuilder table = new StringBuilder();
    table.append(
        "| peer | client or server | version | passed | failed |\n|---|---|---|---|---|\n");
    byClient.forEach((client, cases) ->
        table
            .append(client)
            .append(names(cases, true))
            .append(" | ")
            .append(names(cases, false))
            .append(" |\n"));
    return table.toString();
  }

  private static String names(List<Row> cases, boolean passed) {
    List<String> names =
        cases.stream()
            .filter(c -> c.passed() == passed)
            .map(Row::name)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    return names.isEmpty() ? "–" : names.size() + ": " + String.join(", ", names);
  }

  static String rewritten(String page, String table) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    String section = BEGIN + "\n" + table + END;
    if (begin < 0 || end < begin) {
      return page + (page.endsWith("\n") ? "\n" : "\n\n") + section + "\n";
    }
    return page.substring(0, begin) + section + page.substring(end + END.length());
  }
}
