package io.divan.domain.config;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.Comparator;

/**
 * Names a configuration.
 *
 * @param namespace empty for the default one
 */
public record ConfigKey(String namespace, String group, String dataId)
    implements Comparable<ConfigKey> {
  private static final int MAX_NAMESPACE = 128;
  private static final int MAX_GROUP = 128;
  private static final int MAX_DATA_ID = 256;
  private static final String PUNCTUATION = "_-.:";
  private static final Comparator<ConfigKey> ORDER =
      Comparator.comparing(ConfigKey::namespace)
          .thenComparing(ConfigKey::group)
          .thenComparing(ConfigKey::dataId);

  /**
   * The key of these names.
   *
   * @throws Failure USER if one of them is empty, too long, or has other characters than letters,
   *     digits and {@code _-.:}
   */
  public static ConfigKey of(String namespace, String group, String dataId) {
    if (!namespace.isEmpty()) {
      legal("namespace", namespace, MAX_NAMESPACE);
    }
    legal("group", group, MAX_GROUP);
    legal("dataId", dataId, MAX_DATA_ID);
    return new ConfigKey(namespace, group, dataId);
  }

  private static void legal(String what, String text, int max) {
    if (text.isEmpty() || text.length() > max || !text.chars().allMatch(ConfigKey::isLegal)) {
      throw Failure.of(
          Kind.USER,
          "config.illegal-name",
          "A "
              + what
              + " has 1 to "
              + max
              + " letters, digits or "
              + PUNCTUATION
              + (text.length() > max ? "" : ", unlike \"" + text + "\"")
              + ".");
    }
  }

  private static boolean isLegal(int character) {
    return Character.isLetterOrDigit(character) || PUNCTUATION.indexOf(character) >= 0;
  }

  @Override
  public int compareTo(ConfigKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return (namespace.isEmpty() ? "" : namespace + "/") + group + "/" + dataId;
  }
}
