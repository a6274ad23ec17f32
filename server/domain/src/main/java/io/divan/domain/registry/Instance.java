package io.divan.domain.registry;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One running instance of a service.
 *
 * @param weight its share of the calls relative to others; 0 for none
 * @param enabled whether callers may be told of it
 * @param ephemeral whether it goes when its client does
 * @param id as its client named it; empty if it did not
 */
public record Instance(
    Endpoint endpoint,
    double weight,
    boolean enabled,
    boolean healthy,
    boolean ephemeral,
    Map<String, String> metadata,
    String id) {
  /** The cluster of instances that name none. */
  public static final String DEFAULT_CLUSTER = "DEFAULT";

  private static final int MAX_HOST = 255;
  private static final int MAX_ID = 1024;
  private static final double MAX_WEIGHT = 10_000;
  private static final Pattern HOST = Pattern.compile("[!-~]+");
  private static final Pattern CLUSTER = Pattern.compile("[0-9a-zA-Z_.-]{1,128}");
  private static final int OVERHEAD = 200;
  private static final int ENTRY_OVERHEAD = 80;

  public Instance {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Checks what a client says of itself.
   *
   * @return this
   * @throws Failure USER if it makes no sense
   */
  public Instance legal() {
    require(
        endpoint.ip().length() <= MAX_HOST && HOST.matcher(endpoint.ip()).matches(),
        "An instance has an ip or host name of at most " + MAX_HOST + " characters.");
    require(
        endpoint.port() >= 0 && endpoint.port() <= 65_535,
        "An instance's port is between 0 and 65535, unlike " + endpoint.port() + ".");
    require(
        CLUSTER.matcher(endpoint.cluster()).matches(),
        "A cluster's name has 1 to 128 letters, digits or -_. .");
    require(
        weight >= 0 && weight <= MAX_WEIGHT,
        "An instance's weight is between 0 and " + (long) MAX_WEIGHT + ", unlike " + weight + ".");
    require(id.length() <= MAX_ID, "An instance's id has at most " + MAX_ID + " characters.");
    return this;
  }

  private static void require(boolean so, String otherwise) {
    if (!so) {
      throw Failure.of(Kind.USER, "registry.illegal-instance", otherwise);
    }
  }

  /** About how much memory it takes. */
  long bytes() {
    long bytes = (long) OVERHEAD + endpoint.ip().length() + id.length();
    for (var entry : metadata.entrySet()) {
      bytes += (long) ENTRY_OVERHEAD + entry.getKey().length() + entry.getValue().length();
    }
    return bytes;
  }

  Instance withHealthy(boolean now) {
    return new Instance(endpoint, weight, enabled, now, ephemeral, metadata, id);
  }

  Instance withEphemeral(boolean now) {
    return new Instance(endpoint, weight, enabled, healthy, now, metadata, id);
  }

  /** As an operator wants it to be seen. */
  Instance with(InstanceOverride override) {
    return new Instance(
        endpoint,
        override.weight(),
        override.enabled(),
        healthy,
        ephemeral,
        override.metadata(),
        id);
  }
}
