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
 * outside the two marks is left alone, and so are the lines of clients that did not run.
 */
public final class CompatibilityPage {
  static final String BEGIN = "<!-- conformance: begin; written by the conformance run -->";
  static final String END = "<!-- conformance: end -->";

  private static final String HEAD =
      "| peer | client or server | version | passed | failed |\n|---|---|---|---|---|\n";

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
    Map<String, String> lines = linesOf(before);
    lines.putAll(linesOf(read(rows)));
    String after = rewritten(before, HEAD + String.join("", lines.values()));
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

  /** The table's lines, each by what names its client. */
  private static Map<String, String> linesOf(List<Row> rows) {
    Map<String, List<Row>> byClient =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> "| " + r.peer() + " | " + r.client() + " | " + r.version() + " | ",
                    TreeMap::new,
                    Collectors.toList()));
    Map<String, String> lines = new TreeMap<>();
    byClient.forEach((client, cases) ->
        lines.put(client, client + names(cases, true) + " | " + names(cases, false) + " |\n"));
    return lines;
  }

  private static Map<String, String> linesOf(String page) {
    Map<String, String> lines = new TreeMap<>();
    int begin = page.indexOf(HEAD);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      return lines;
    }
    page.substring(begin + HEAD.length(), end)
        .lines()
        .forEach(line -> {
          String[] cells = line.split(" \\| ", 4);
          if (cells.length == 4) {
            lines.put(String.join(" | ", cells[0], cells[1], cells[2]) + " | ", line + "\n");
          }
        });
    return lines;
  }

  private static String names(List<Row> cases, boolean passed) {
    List<String> names =
        cases.stream()
            .filter(c -> c.passed() == passed)
            .map(row -> row.name().replace("\"", ""))
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
