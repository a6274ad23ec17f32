package io.divan.rpc;

/**
 * What a service is called: its interface, a version of it, and if there are several of one kind, a
 * unique id.
 *
 * @param version {@code 1.0} unless the peers are told otherwise
 * @param uniqueId empty for none
 */
public record ServiceName(String interfaceName, String version, String uniqueId) {
  public static final String DEFAULT_VERSION = "1.0";

  public ServiceName {
    requirePlain("interface", interfaceName);
    requirePlain("version", version);
    if (interfaceName.isEmpty() || version.isEmpty()) {
      throw new IllegalArgumentException("a service needs an interface and a version");
    }
    requirePlain("unique id", uniqueId);
  }

  private static void requirePlain(String what, String text) {
    if (text.indexOf(':') >= 0 || text.indexOf('@') >= 0) {
      throw new IllegalArgumentException("a service's " + what + " has no ':' or '@': " + text);
    }
  }

  public static ServiceName of(Class<?> service) {
    return of(service.getName());
  }

  public static ServiceName of(String interfaceName) {
    return new ServiceName(interfaceName, DEFAULT_VERSION, "");
  }

  public ServiceName withVersion(String newVersion) {
    return new ServiceName(interfaceName, newVersion, uniqueId);
  }

  public ServiceName withUniqueId(String newUniqueId) {
    return new ServiceName(interfaceName, version, newUniqueId);
  }

  /** The name on the wire: {@code interface:version} or {@code interface:version:uniqueId}. */
  @Override
  public String toString() {
    return uniqueId.isEmpty()
        ? interfaceName + ":" + version
        : interfaceName + ":" + version + ":" + uniqueId;
  }
}
