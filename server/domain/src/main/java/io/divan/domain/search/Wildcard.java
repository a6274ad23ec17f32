package io.divan.domain.search;

/**
 * A pattern in which {@code *} stands for any characters. An empty one matches everything, one
 * without asterisks only itself.
 */
public record Wildcard(String pattern) {

  /** Matches whatever contains the text. */
  public static Wildcard containing(String text) {
    return new Wildcard(text.isEmpty() ? "" : "*" + text + "*");
  }

  /** Greedy with one point to fall back to: at most length × pattern steps. */
  public boolean matches(String text) {
    if (pattern.isEmpty()) {
      return true;
    }
    int at = 0;
    int in = 0;
    int asterisk = -1;
    int resume = 0;
    while (at < text.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '*') {
        asterisk = in++;
        resume = at;
      } else if (in < pattern.length() && pattern.charAt(in) == text.charAt(at)) {
        in++;
        at++;
      } else if (asterisk >= 0) {
        in = asterisk + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '*') {
      in++;
    }
    return in == pattern.length();
  }
}
