package io.divan.boot;

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

  /** Whether a property below a prefix has changed. */
  public boolean touches(String prefix) {
    return keys.stream().anyMatch(key -> key.equals(prefix) || key.startsWith(prefix + "."));
  }
}
