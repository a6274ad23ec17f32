package io.divan.domain.registry;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.Comparator;

/**
 * Names a service.
 *
 * @param namespace empty for the default one
 */
public record ServiceKey(String namespace, String group, String name)
    implements Comparable<ServiceKey> {
  private static final int MAX_NAMESPACE = 128;
  private static final int MAX_GROUP = 128;
  private static final int MAX_NAME = 512;
  private static final Comparator<ServiceKey> ORDER =
      Comparator.comparing(ServiceKey::namespace)
          .thenComparing(ServiceKey::group)
          .thenComparing(ServiceKey::name);

  /**
   * The key of these names.
   *
   * @throws Failure USER if group or name is empty, or one is too long or has control characters
   */
  public static ServiceKey of(String namespace, String group, String name) {
    legal("namespace", namespace, 0, MAX_NAMESPACE);
    legal("group", group, 1, MAX_GROUP);
    legal("service name", name, 1, MAX_NAME);
    return new ServiceKey(namespace, group, name);
  }

  private static void legal(String what, String text, int min, int max) {
    boolean printable = text.chars().noneMatch(Character::isISOControl);
    if (text.length() < min || text.length() > max || !printable || (min > 0 && text.isBlank())) {
      throw Failure.of(
          Kind.USER,
          "registry.illegal-name",
          "A " + what + " has " + min + " to " + max + " printable characters.");
    }
  }

  @Override
  public int compareTo(ServiceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return (namespace.isEmpty() ? "" : namespace + "/") + group + "/" + name;
  }
}
