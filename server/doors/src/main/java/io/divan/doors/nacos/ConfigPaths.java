package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.config.ConfigKey;
import io.divan.domain.config.ConfigSearch;
import io.divan.domain.config.Configuration;
import io.divan.domain.config.Configurations;
import io.divan.domain.config.Revision;
import io.divan.domain.search.Page;
import io.divan.domain.search.Wildcard;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.identity.Action;
import io.divan.kernel.machine.Origin;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations over HTTP: the v1 paths of older clients and the v3 client API. */
final class ConfigPaths {
  private static final int MAX_PAGE = 500;

  private final Configurations configurations;
  private final LongPolls longPolls;

  ConfigPaths(Configurations configurations, LongPolls longPolls) {
    this.configurations = configurations;
    this.longPolls = longPolls;
  }

  void addTo(HttpPaths paths) {
    paths
        .v1("GET", "/v1/cs/configs", this::getOrSearch)
        .v1("POST", "/v1/cs/configs", this::publish)
        .v1("DELETE", "/v1/cs/configs", this::remove)
        .v1("POST", "/v1/cs/configs/listener", longPolls::listen)
        .v1("GET", "/v1/cs/history", this::history)
        .v3("GET", "/v3/client/cs/config", this::find);
  }

  private static ConfigKey key(HttpAsked asked) {
    return Names.config(asked.text("tenant"), asked.required("group"), asked.required("dataId"));
  }

  private static Subject subject(HttpAsked asked) {
    return new Subject.Config(asked.text("tenant"), asked.text("group"));
  }

  private static Failure absent(ConfigKey key) {
    return Failure.of(Kind.NOT_FOUND, "nacos.config-absent", key + ": config data not exist");
  }

  private HttpResponse getOrSearch(HttpAsked asked) {
    return asked.text("search").isBlank() ? get(asked) : search(asked);
  }

  private HttpResponse get(HttpAsked asked) {
    ConfigKey key = key(asked);
    asked.require(Action.READ, key.namespace(), subject(asked));
    HttpAsked.await(configurations.caughtUp());
    Configuration is = configurations.find(key).orElseThrow(() -> absent(key));
    HttpResponse answer =
        HttpResponse.bytes(contentType(is.type()), is.content().getBytes(StandardCharsets.UTF_8))
            .with("Config-Type", is.type())
            .with("Content-MD5", is.md5())
            .with("Cache-Control", "no-cache,no-store")
            .with("Last-Modified-Millis", Long.toString(is.modified().toEpochMilli()));
    return is.encryptedDataKey().isEmpty()
        ? answer
        : answer.with("Encrypted-Data-Key", is.encryptedDataKey());
  }

  /** Never as a page, whatever its author says: it must not run in a browser. */
  private static String contentType(String type) {
    return switch (type) {
      case "json" -> "application/json;charset=UTF-8";
      case "xml" -> "application/xml;charset=UTF-8";
      default -> "text/plain;charset=UTF-8";
    };
  }

  private HttpResponse publish(HttpAsked asked) {
    ConfigKey key = key(asked);
    Origin by = asked.require(Action.WRITE, key.namespace(), subject(asked));
    Map<String, String> more = new HashMap<>();
    asked.request().parameters().forEach((name, values) -> more.put(name, values.getFirst()));
    more.put("betaIps", asked.header("betaIps"));
    var draft = new ConfigForm(asked.text("content"), more).draft();
    HttpAsked.await(
        configurations.publish(by, key, draft, ConfigRequests.expected(asked.header("casMd5"))));
    return HttpPaths.json(BooleanNode.TRUE);
  }

  private HttpResponse remove(HttpAsked asked) {
    ConfigKey key = key(asked);
    Origin by = asked.require(Action.WRITE, key.namespace(), subject(asked));
    ConfigForm.refuseGray(asked.text("tag"));
    HttpAsked.await(configurations.remove(by, key));
    return HttpPaths.json(BooleanNode.TRUE);
  }

  private HttpResponse search(HttpAsked asked) {
    String namespace = Names.namespace(asked.text("tenant"));
    asked.require(Action.READ, namespace, subject(asked));
    boolean exact = asked.text("search").equals("accurate");
    var search =
        new ConfigSearch(
            namespace,
            pattern(asked.text("group"), exact),
            pattern(asked.text("dataId"), exact),
            asked.text("appName"),
            "",
            asked.text("config_tags"),
            "");
    int size = Math.clamp(asked.number("pageSize", 100), 1, MAX_PAGE);
    int number = asked.number("pageNo", 1);
    Page<Configuration> found = configurations.search(search, number, size);
    ObjectNode body = page(found.total(), number, size);
    ArrayNode items = body.putArray("pageItems");
    found.items().forEach(each -> item(items.addObject(), each).put("content", each.content()));
    return HttpPaths.json(body);
  }

  private static Wildcard pattern(String text, boolean exact) {
    return exact || text.contains("*") ? new Wildcard(text) : Wildcard.containing(text);
  }

  private static ObjectNode page(int total, int number, int size) {
    return Body.object()
        .put("totalCount", total)
        .put("pageNumber", number)
        .put("pagesAvailable", (total + size - 1) / size);
  }

  private static ObjectNode item(ObjectNode to, Configuration each) {
    return to.put("id", Long.toString(each.version()))
        .put("dataId", each.key().dataId())
        .put("group", each.key().group())
        .put("tenant", each.key().namespace())
        .put("md5", each.md5())
        .put("type", each.type())
        .put("appName", each.appName());
  }

  private HttpResponse history(HttpAsked asked) {
    ConfigKey key = key(asked);
    asked.require(Action.READ, key.namespace(), subject(asked));
    int size = Math.clamp(asked.number("pageSize", 100), 1, MAX_PAGE);
    int number = asked.number("pageNo", 1);
    List<Revision> all = configurations.history(key);
    ObjectNode body = page(all.size(), number, size);
    ArrayNode items = body.putArray("pageItems");
    Page.of(all, number, size).items().forEach(each -> revision(items.addObject(), each));
    return HttpPaths.json(body);
  }

  private static void revision(ObjectNode to, Revision each) {
    String change =
        switch (each.change()) {
          case PUBLISHED, ROLLED_BACK -> "U";
          case REMOVED -> "D";
        };
    item(to, each.configuration())
        .put("opType", change)
        .put("srcUser", each.configuration().author())
        .put("lastModifiedTime", each.configuration().modified().toString());
  }

  private JsonNode find(HttpAsked asked) {
    ConfigKey key =
        Names.config(
            asked.text("namespaceId"), asked.required("groupName"), asked.required("dataId"));
    asked.require(
        Action.READ,
        key.namespace(),
        new Subject.Config(asked.text("namespaceId"), asked.text("groupName")));
    HttpAsked.await(configurations.caughtUp());
    Configuration is = configurations.find(key).orElseThrow(() -> absent(key));
    return ConfigRequests.found(is);
  }
}
