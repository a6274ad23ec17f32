package io.divan.conformance;

import org.jspecify.annotations.Nullable;

/** One case that one version of one peer passed or failed. */
record Row(String peer, String client, String version, String name, boolean passed) {
  Row {
    for (String field : new String[] {peer, client, version, name}) {
      if (field.isEmpty() || field.indexOf('\t') >= 0 || field.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a row's fields are words: '" + field + "'");
      }
    }
  }

  String toLine() {
    return String.join("\t", peer, client, version, name, passed ? "passed" : "failed");
  }

  /** Null for a line that is no row. */
  static @Nullable Row parse(String line) {
    String[] fields = line.split("\t", -1);
    return fields.length == 5 && (fields[4].equals("passed") || fields[4].equals("failed"))
        ? new Row(fields[0], fields[1], fields[2], fields[3], fields[4].equals("passed"))
        : null;
  }
}
