package io.divan.kernel.identity;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Origin;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody whose identity is established.
 *
 * @param name as it appears in the audit
 * @param grants the most they may do, by namespace; {@code *} stands for all of them
 */
public record Caller(String name, Map<String, Action> grants) {
  /** Grants for every namespace. */
  public static final String EVERYWHERE = "*";

  private static final Caller ANYBODY = new Caller("anonymous", Map.of(EVERYWHERE, Action.ADMIN));

  public Caller {
    grants = Map.copyOf(grants);
  }

  /** Everybody, on a server that listens on loopback only and asks for no login. */
  public static Caller anybody() {
    return ANYBODY;
  }

  /** Whether the caller may do this in a namespace (empty for the default one). */
  public boolean may(Action action, String namespace) {
    return covers(EVERYWHERE, action) || covers(namespace, action);
  }

  private boolean covers(String namespace, Action action) {
    return Optional.ofNullable(grants.get(namespace))
        .filter(granted -> granted.compareTo(action) >= 0)
        .isPresent();
  }

  /**
   * Insists that the caller may do this.
   *
   * @throws Failure DENIED if not
   */
  public void require(Action action, String namespace) {
    if (!may(action, namespace)) {
      throw Failure.of(
          Kind.DENIED,
          "identity.denied",
          "\""
              + name
              + "\" may not "
              + action.name().toLowerCase(Locale.ROOT)
              + (namespace.isEmpty()
                  ? " in the default namespace."
                  : " in namespace " + namespace + ".")
              + " Ask an administrator for a role that may.");
    }
  }

  /** The origin of a command that the caller gives. */
  public Origin origin(String namespace) {
    return Origin.of(name, namespace);
  }
}
