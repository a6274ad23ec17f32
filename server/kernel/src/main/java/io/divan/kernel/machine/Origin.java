package io.divan.kernel.machine;

/**
 * Where a command comes from.
 *
 * @param principal the user or service that asked, or {@code divan} for the server itself
 * @param namespace the tenant it belongs to; empty for the default one
 * @param trace a W3C traceparent, or empty
 */
public record Origin(String principal, String namespace, String trace) {
  private static final Origin SERVER = new Origin("divan", "", "");

  /** The server's own doing: timers, retries, bootstrap. */
  public static Origin server() {
    return SERVER;
  }

  public static Origin of(String principal, String namespace) {
    return new Origin(principal, namespace, "");
  }
}
