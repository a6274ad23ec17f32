package io.divan.domain.registry;

/**
 * How it is found out whether the persistent instances of a cluster are healthy.
 *
 * @param port to try; 0 for the instance's own
 */
public record HealthCheck(Kind kind, int port) {
  /** What is done where nobody has said anything else. */
  public static final HealthCheck DEFAULT = new HealthCheck(Kind.TCP, 0);

  /** What is tried. */
  public enum Kind {
    /** Whether a connection is accepted. */
    TCP,
    /** Nothing: they stay as they were registered. */
    NONE
  }
}
