package io.divan.kernel.peer;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A node of a cluster, named by where its peers reach it.
 *
 * @param host a name or an address
 * @param port of the link between members
 */
public record Member(String host, int port) implements Comparable<Member> {
  /** The port of the link where none is given. */
  public static final int DEFAULT_PORT = 7850;

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)(?::(\\d{1,5}))?");
  private static final Comparator<Member> ORDER =
      Comparator.comparing(Member::host).thenComparingInt(Member::port);

  /**
   * Reads {@code host:port} or {@code host}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Member parse(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("expected host:port, found \"" + text + "\"");
    }
    int port = form.group(2) == null ? DEFAULT_PORT : Integer.parseInt(form.group(2));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not possible");
    }
    return new Member(form.group(1), port);
  }

  static List<Member> parseAll(List<String> texts) {
    return texts.stream().map(Member::parse).sorted().distinct().toList();
  }

  @Override
  public int compareTo(Member other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
