package io.divan.doors.nacos;

import io.divan.domain.config.ConfigKey;
import io.divan.domain.registry.ServiceKey;

/** How Nacos writes the names of things. */
final class Names {
  static final String DEFAULT_GROUP = "DEFAULT_GROUP";
  private static final String DEFAULT_NAMESPACE = "public";
  private static final String GROUPED = "@@";

  private Names() {}

  /** Nacos's namespace as ours: the default one is empty, and has a second name. */
  static String namespace(String tenant) {
    return tenant.equals(DEFAULT_NAMESPACE) ? "" : tenant.strip();
  }

  /** Our namespace as Nacos shows it. */
  static String shown(String namespace) {
    return namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
  }

  static ConfigKey config(String tenant, String group, String dataId) {
    return ConfigKey.of(namespace(tenant), group.strip(), dataId.strip());
  }

  /**
   * A service's key.
   *
   * @param group counts unless the name carries one, {@code group@@name}
   */
  static ServiceKey service(String namespace, String group, String name) {
    int at = name.indexOf(GROUPED);
    String ownGroup = at > 0 ? name.substring(0, at) : group;
    String ownName = at > 0 ? name.substring(at + GROUPED.length()) : name;
    return ServiceKey.of(
        namespace(namespace), ownGroup.isBlank() ? DEFAULT_GROUP : ownGroup, ownName);
  }

  /** The service's name with its group. */
  static String grouped(ServiceKey service) {
    return service.group() + GROUPED + service.name();
  }
}
