package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.divan.domain.config.ConfigKey;
import io.divan.domain.config.Configurations;
import io.divan.domain.identity.Identity;
import io.divan.domain.identity.Namespace;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.doors.nacos.Pushes.WhatIsCached;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.session.Session;
import io.divan.kernel.telemetry.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What clients and probes ask of the server itself, and the namespaces. */
final class ServerPaths {
  private static final Subject NOTHING = new Subject.Config("", "");
  private static final int ANSWER_SECONDS = 1;

  private final Health health;
  private final Identity identity;
  private final Configurations configurations;
  private final Connections connections;
  private final Supplier<String> address;

  /**
   * @param address of this server as clients are told, {@code host:port}
   */
  ServerPaths(
      Health health,
      Identity identity,
      Configurations configurations,
      Connections connections,
      Supplier<String> address) {
    this.health = health;
    this.identity = identity;
    this.configurations = configurations;
    this.connections = connections;
    this.address = address;
  }

  void addTo(HttpPaths paths) {
    paths
        .v1("GET", "/serverlist", asked -> HttpPaths.text(address.get() + "\n"))
        .v1("GET", "/v1/ns/operator/metrics", asked -> status())
        .v1("GET", "/v1/console/health/liveness", asked -> HttpPaths.text("OK"))
        .v1("GET", "/v1/console/health/readiness", asked -> readiness())
        .v3("GET", "/v3/admin/core/state/liveness", asked -> TextNode.valueOf("ok"))
        .v3("GET", "/v3/admin/core/state/readiness", asked -> TextNode.valueOf("ok"))
        .v1("GET", "/v1/cs/metrics/current", this::cached)
        .v1("GET", "/v1/console/namespaces", this::namespaces)
        .v1("POST", "/v1/console/namespaces", this::createNamespace)
        .v1("PUT", "/v1/console/namespaces", this::changeNamespace)
        .v1("DELETE", "/v1/console/namespaces", this::removeNamespace);
  }

  private HttpResponse status() {
    return HttpPaths.json(Body.object().put("status", health.isHealthy() ? "UP" : "DOWN"));
  }

  private HttpResponse readiness() {
    return health.isHealthy()
        ? HttpPaths.text("OK")
        : HttpResponse.text(500, health.report().toString());
  }

  /** What the clients at an address have cached of a configuration, as they say themselves. */
  private HttpResponse cached(HttpAsked asked) {
    String tenant = asked.text("tenant");
    ConfigKey key = Names.config(tenant, asked.required("group"), asked.required("dataId"));
    asked.require(Action.READ, key.namespace(), new Subject.Config(tenant, key.group()));
    String ip = asked.required("ip");
    List<CompletableFuture<Object>> answers = new ArrayList<>();
    for (Connection each : connections.all()) {
      Session session = each.session();
      if (session != null
          && each.module().equals("config")
          && each.client().getAddress().getHostAddress().equals(ip)) {
        answers.add(
            each.deliver(new WhatIsCached(key)).orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS));
      }
    }
    ObjectNode metrics = Body.object();
    for (CompletableFuture<Object> each : answers) {
      Object answer = each.exceptionally(late -> Map.of()).join();
      if (answer instanceof Body body) {
        body.part("metrics").texts().forEach(metrics::put);
      }
    }
    return HttpPaths.json(metrics);
  }

  private HttpResponse namespaces(HttpAsked asked) {
    Caller caller = asked.caller(NOTHING);
    Map<String, Integer> counts = configurations.countByNamespace();
    ObjectNode body = Body.object().put("code", 200).putNull("message");
    ArrayNode data = body.putArray("data");
    for (Namespace each : identity.namespaces()) {
      if (caller.may(Action.READ, each.id())) {
        data.addObject()
            .put("namespace", each.id())
            .put("namespaceShowName", each.name())
            .put("namespaceDesc", each.description())
            .put("quota", 0)
            .put("configCount", counts.getOrDefault(each.id(), 0))
            .put("type", each.id().isEmpty() ? 0 : 2);
      }
    }
    return HttpPaths.json(body);
  }

  private HttpResponse createNamespace(HttpAsked asked) {
    return put(asked, asked.required("customNamespaceId"), asked.required("namespaceName"));
  }

  private HttpResponse changeNamespace(HttpAsked asked) {
    return put(asked, asked.required("namespace"), asked.required("namespaceShowName"));
  }

  private HttpResponse put(HttpAsked asked, String id, String name) {
    Origin by = administrator(asked);
    HttpAsked.await(
        identity.putNamespace(by, new Namespace(id, name, asked.text("namespaceDesc"))));
    return HttpPaths.text("true");
  }

  private HttpResponse removeNamespace(HttpAsked asked) {
    Origin by = administrator(asked);
    boolean removed = HttpAsked.await(identity.removeNamespace(by, asked.required("namespaceId")));
    return HttpPaths.text(Boolean.toString(removed));
  }

  private static Origin administrator(HttpAsked asked) {
    return asked.require(Action.ADMIN, Caller.EVERYWHERE, NOTHING);
  }
}
