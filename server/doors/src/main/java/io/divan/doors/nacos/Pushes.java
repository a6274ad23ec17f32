package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.config.ConfigChanged;
import io.divan.domain.config.ConfigKey;
import io.divan.domain.registry.ServiceView;
import java.util.concurrent.CompletableFuture;

/** What the domains tell a session, in the client's words. */
final class Pushes {
  private Pushes() {}

  /** Asks a client what it has cached of a configuration. */
  record WhatIsCached(ConfigKey key) {}

  static CompletableFuture<Object> deliver(Connection to, Object message) {
    return switch (message) {
      case ServiceView view -> to.ask("NotifySubscriberRequest", service(view));
      case ConfigChanged changed -> to.ask("ConfigChangeNotifyRequest", config(to, changed.key()));
      case WhatIsCached question -> to.ask("ClientConfigMetricRequest", metrics(to, question));
      default -> throw new IllegalArgumentException("no Nacos client is told " + message);
    };
  }

  private static ObjectNode service(ServiceView view) {
    ObjectNode body = Body.object();
    body.put("module", "naming");
    body.put("namespace", Names.shown(view.key().namespace()));
    body.put("groupName", view.key().group());
    body.put("serviceName", view.key().name());
    body.set("serviceInfo", ServiceJson.view(view));
    return body;
  }

  /** Carries no content: the client asks for it. */
  private static ObjectNode config(Connection to, ConfigKey key) {
    ObjectNode body = Body.object();
    body.put("module", "config");
    body.put("dataId", key.dataId());
    body.put("group", key.group());
    body.put("tenant", tenant(to, key));
    return body;
  }

  private static ObjectNode metrics(Connection to, WhatIsCached question) {
    ConfigKey key = question.key();
    String tenant = tenant(to, key);
    String groupKey = key.dataId() + "+" + key.group() + (tenant.isEmpty() ? "" : "+" + tenant);
    ObjectNode body = Body.object();
    body.put("module", "config");
    var keys = body.putArray("metricsKeys");
    for (String type : new String[] {"cacheData", "snapshotData"}) {
      keys.addObject().put("type", type).put("key", groupKey);
    }
    return body;
  }

  private static String tenant(Connection to, ConfigKey key) {
    return key.namespace().isEmpty() ? to.spelledDefault() : key.namespace();
  }
}
