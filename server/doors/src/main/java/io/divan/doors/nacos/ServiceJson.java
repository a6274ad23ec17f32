package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.registry.Endpoint;
import io.divan.domain.registry.Instance;
import io.divan.domain.registry.ServiceKey;
import io.divan.domain.registry.ServiceView;

/** Services and instances in Nacos's JSON: pojo.ServiceInfo and pojo.Instance. */
final class ServiceJson {
  private static final int CACHE_MILLIS = 10_000;

  private ServiceJson() {}

  static ObjectNode view(ServiceView view) {
    ObjectNode to = Body.object();
    to.put("name", view.key().name());
    to.put("groupName", view.key().group());
    to.put("clusters", view.clusters());
    to.put("cacheMillis", CACHE_MILLIS);
    hosts(to.putArray("hosts"), view);
    to.put("lastRefTime", view.revision());
    to.put("checksum", "");
    to.put("allIPs", false);
    to.put("reachProtectionThreshold", view.protecting());
    to.put("valid", true);
    return to;
  }

  static ArrayNode hosts(ArrayNode to, ServiceView view) {
    String grouped = Names.grouped(view.key());
    view.instances().forEach(each -> instance(to.addObject(), each, grouped));
    return to;
  }

  static ObjectNode instance(ObjectNode to, Instance instance, String grouped) {
    Endpoint endpoint = instance.endpoint();
    to.put("instanceId", id(instance, grouped));
    to.put("ip", endpoint.ip());
    to.put("port", endpoint.port());
    to.put("weight", instance.weight());
    to.put("healthy", instance.healthy());
    to.put("enabled", instance.enabled());
    to.put("ephemeral", instance.ephemeral());
    to.put("clusterName", endpoint.cluster());
    to.put("serviceName", grouped);
    instance.metadata().forEach(to.putObject("metadata")::put);
    return to;
  }

  private static String id(Instance instance, String grouped) {
    Endpoint at = instance.endpoint();
    return instance.id().isEmpty()
        ? at.ip() + "#" + at.port() + "#" + at.cluster() + "#" + grouped
        : instance.id();
  }

  /** An instance as a client describes it; what it leaves out is as in Nacos. */
  static Instance instance(Body from) {
    return new Instance(
        new Endpoint(
            from.text("ip"),
            from.number("port", 0),
            from.text("clusterName", Instance.DEFAULT_CLUSTER)),
        from.decimal("weight", 1),
        from.flag("enabled", true),
        from.flag("healthy", true),
        from.flag("ephemeral", true),
        from.texts("metadata"),
        from.text("instanceId"));
  }

  static ServiceKey service(Body from) {
    return Names.service(from.text("namespace"), from.text("groupName"), from.text("serviceName"));
  }
}
