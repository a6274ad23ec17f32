package io.divan.boot;

import java.util.Locale;
import java.util.Set;
import org.springframework.context.ApplicationEvent;

/**
 * Says that properties have changed on the server. The environment has the new values already, and
 * beans of {@code @ConfigurationProperties} with setters have been bound again.
 */
public final class DivanConfigurationChanged extends ApplicationEvent {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable set of strings
  private final Set<String> keys;

  public DivanConfigurationChanged(Object source, Set<String> keys) {
    super(source);
    this.keys = Set.copyOf(keys);
  }

  /** The properties that were added, changed or removed. */
  public Set<String> keys() {
    return keys;
  }

  /** Whether a property below a prefix has changed; the empty prefix stands above all. */
  public boolean touches(String prefix) {
    String above = canonical(prefix);
    return keys.stream().map(DivanConfigurationChanged::canonical).anyMatch(k -> below(k, above));
  }

  private static boolean below(String key, String prefix) {
    return prefix.isEmpty()
        || key.equals(prefix)
        || key.startsWith(prefix + ".")
        || key.startsWith(prefix + "[");
  }

  /** A property's name is the same whatever its case and its dashes. */
  private static String canonical(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }
}
