package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.divan.domain.registry.Declaration;
import io.divan.domain.registry.Endpoint;
import io.divan.domain.registry.HealthCheck;
import io.divan.domain.registry.Instance;
import io.divan.domain.registry.InstanceOverride;
import io.divan.domain.registry.LeaseTerms;
import io.divan.domain.registry.RegisteredInstance;
import io.divan.domain.registry.Registry;
import io.divan.domain.registry.ServiceDetail;
import io.divan.domain.registry.ServiceKey;
import io.divan.domain.registry.ServiceView;
import io.divan.domain.search.Page;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.identity.Action;
import io.divan.kernel.machine.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Services over HTTP: what clients use where gRPC does not do, the beats of older clients, and the
 * v3 client API.
 *
 * <p>Sources: NamingHttpClientProxy of nacos-client 2.0.3 and 3.1.1; the v1 controllers of Nacos
 * 3.1 for what they answer.
 */
final class NamingPaths {
  private static final int BEAT_KNOWN = 10200;
  private static final int BEAT_UNKNOWN = 20404;
  private static final long BEAT_INTERVAL = 5_000;
  private static final long BEAT_TIMEOUT = 15_000;
  private static final long BEAT_REMOVAL = 30_000;
  private static final String DOOR = "nacos-http";
  private static final JsonNode OK = TextNode.valueOf("ok");

  private final Registry registry;

  NamingPaths(Registry registry) {
    this.registry = registry;
  }

  void addTo(HttpPaths paths) {
    paths
        .v1("POST", "/v1/ns/instance", this::registerV1)
        .v1("DELETE", "/v1/ns/instance", this::deregisterV1)
        .v1("PUT", "/v1/ns/instance", this::update)
        .v1("GET", "/v1/ns/instance", this::instance)
        .v1("GET", "/v1/ns/instance/list", asked -> HttpPaths.json(ServiceJson.view(view(asked))))
        .v1("PUT", "/v1/ns/instance/beat", this::beat)
        .v1("GET", "/v1/ns/service/list", this::list)
        .v1("GET", "/v1/ns/service", this::service)
        .v1("POST", "/v1/ns/service", this::declare)
        .v1("PUT", "/v1/ns/service", this::declare)
        .v1("DELETE", "/v1/ns/service", this::remove)
        .v1("PUT", "/v1/ns/cluster", this::cluster)
        .v3("POST", "/v3/client/ns/instance", this::registerOrBeat)
        .v3("DELETE", "/v3/client/ns/instance", this::deregisterV3)
        .v3("GET", "/v3/client/ns/instance/list", this::hosts);
  }

  private HttpResponse registerV1(HttpAsked asked) {
    register(asked);
    return HttpPaths.ok();
  }

  private HttpResponse deregisterV1(HttpAsked asked) {
    deregister(asked);
    return HttpPaths.ok();
  }

  private JsonNode deregisterV3(HttpAsked asked) {
    deregister(asked);
    return OK;
  }

  private static Endpoint endpoint(HttpAsked asked) {
    String cluster = asked.text("clusterName", asked.text("cluster", Instance.DEFAULT_CLUSTER));
    return new Endpoint(asked.required("ip"), asked.number("port", 0), cluster);
  }

  private static Instance instanceOf(HttpAsked asked) {
    return new Instance(
        endpoint(asked),
        asked.decimal("weight", 1),
        asked.flag("enabled", asked.flag("enable", true)),
        asked.flag("healthy", true),
        asked.flag("ephemeral", true),
        metadata(asked.text("metadata")),
        "");
  }

  /** JSON, or {@code a=1,b=2}. */
  private static Map<String, String> metadata(String text) {
    if (text.isBlank()) {
      return Map.of();
    }
    if (text.stripLeading().startsWith("{")) {
      return Body.parse(text).texts();
    }
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Failure.of(Kind.USER, "nacos.metadata", "Metadata is JSON, or a=1,b=2.");
      }
      pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return pairs;
  }

  private void register(HttpAsked asked) {
    ServiceKey service = asked.service();
    Origin by = asked.require(Action.WRITE, service);
    Instance instance = instanceOf(asked);
    if (instance.ephemeral()) {
      registry.lease(DOOR, service, instance, terms(asked, instance));
    } else {
      HttpAsked.await(registry.registerPersistent(by, service, instance));
    }
  }

  private static LeaseTerms terms(HttpAsked asked, Instance instance) {
    return new LeaseTerms(
        asked.client(),
        millis(instance, "preserved.heart.beat.timeout", BEAT_TIMEOUT),
        millis(instance, "preserved.ip.delete.timeout", BEAT_REMOVAL));
  }

  private static Duration millis(Instance instance, String key, long otherwise) {
    String text = instance.metadata().getOrDefault(key, "");
    return Duration.ofMillis(text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise);
  }

  private void deregister(HttpAsked asked) {
    ServiceKey service = asked.service();
    Origin by = asked.require(Action.WRITE, service);
    Endpoint endpoint = endpoint(asked);
    if (asked.flag("ephemeral", true)) {
      registry.release(service, endpoint);
    } else {
      HttpAsked.await(registry.deregisterPersistent(by, service, endpoint));
    }
  }

  private HttpResponse update(HttpAsked asked) {
    ServiceKey service = asked.service();
    Origin by = asked.require(Action.WRITE, service);
    Instance as = instanceOf(asked);
    HttpAsked.await(
        registry.update(
            by,
            service,
            as.endpoint(),
            new InstanceOverride(as.weight(), as.enabled(), as.metadata())));
    return HttpPaths.ok();
  }

  private HttpResponse instance(HttpAsked asked) {
    ServiceKey service = asked.service();
    asked.require(Action.READ, service);
    Endpoint endpoint = endpoint(asked);
    return registry.instances(service).stream()
        .map(RegisteredInstance::instance)
        .filter(each -> each.endpoint().equals(endpoint))
        .findFirst()
        .map(each -> ServiceJson.instance(Body.object(), each, Names.grouped(service)))
        .map(node -> HttpPaths.json(node.put("service", Names.grouped(service))))
        .orElseThrow(
            () -> Failure.of(Kind.NOT_FOUND, "nacos.instance", "There is no such instance."));
  }

  private ServiceView view(HttpAsked asked) {
    ServiceKey service = asked.service();
    asked.require(Action.READ, service);
    HttpAsked.await(registry.caughtUp());
    String clusters = asked.text("clusters", asked.text("clusterName"));
    return registry.view(service, clusters, asked.flag("healthyOnly", false));
  }

  private JsonNode hosts(HttpAsked asked) {
    ServiceView view = view(asked);
    ArrayNode hosts = Body.object().putArray("hosts");
    return ServiceJson.hosts(hosts, view);
  }

  /** A beat that says everything registers what is not known, one that says little cannot. */
  private HttpResponse beat(HttpAsked asked) {
    ServiceKey service = asked.service();
    asked.require(Action.WRITE, service);
    Body beat = Body.parse(asked.text("beat"));
    Endpoint endpoint =
        beat.has("ip")
            ? new Endpoint(
                beat.text("ip"),
                beat.number("port", 0),
                beat.text("cluster", Instance.DEFAULT_CLUSTER))
            : endpoint(asked);
    boolean known = registry.renew(service, endpoint);
    if (!known && beat.has("ip")) {
      var instance =
          new Instance(
              endpoint, beat.decimal("weight", 1), true, true, true, beat.texts("metadata"), "");
      registry.lease(DOOR, service, instance, terms(asked, instance));
      known = true;
    }
    return HttpPaths.json(
        Body.object()
            .put("code", known ? BEAT_KNOWN : BEAT_UNKNOWN)
            .put("clientBeatInterval", BEAT_INTERVAL)
            .put("lightBeatEnabled", true));
  }

  private JsonNode registerOrBeat(HttpAsked asked) {
    if (!asked.flag("heartBeat", false)) {
      register(asked);
      return OK;
    }
    ServiceKey service = asked.service();
    asked.require(Action.WRITE, service);
    if (!registry.renew(service, endpoint(asked))) {
      throw Failure.of(Kind.NOT_FOUND, "nacos.instance", "There is no such instance; register it.");
    }
    return OK;
  }

  private HttpResponse list(HttpAsked asked) {
    String namespace = Names.namespace(asked.text("namespaceId"));
    String group = asked.text("groupName", Names.DEFAULT_GROUP);
    asked.require(Action.READ, namespace, new Subject.Service(group, ""));
    Page<String> names =
        registry.names(namespace, group, asked.number("pageNo", 1), asked.number("pageSize", 10));
    ObjectNode body = Body.object().put("count", names.total());
    names.items().forEach(body.putArray("doms")::add);
    return HttpPaths.json(body);
  }

  private HttpResponse service(HttpAsked asked) {
    ServiceKey key = asked.service();
    asked.require(Action.READ, key);
    ServiceDetail detail =
        registry
            .detail(key)
            .orElseThrow(
                () -> Failure.of(Kind.NOT_FOUND, "nacos.service", "There is no such service."));
    ObjectNode body =
        Body.object()
            .put("namespaceId", Names.shown(key.namespace()))
            .put("groupName", key.group())
            .put("name", key.name())
            .put("protectThreshold", detail.declaration().protectThreshold());
    detail.declaration().metadata().forEach(body.putObject("metadata")::put);
    body.putObject("selector").put("type", "none");
    clusters(body.putArray("clusters"), detail);
    return HttpPaths.json(body);
  }

  private void clusters(ArrayNode to, ServiceDetail detail) {
    Set<String> names = new TreeSet<>(detail.checks().keySet());
    registry.instances(detail.key()).forEach(each -> names.add(cluster(each)));
    for (String name : names) {
      HealthCheck check = detail.checks().getOrDefault(name, HealthCheck.DEFAULT);
      to.addObject().put("name", name).putObject("healthChecker").put("type", check.kind().name());
    }
  }

  private static String cluster(RegisteredInstance each) {
    return each.instance().endpoint().cluster();
  }

  private HttpResponse declare(HttpAsked asked) {
    ServiceKey service = asked.service();
    Origin by = asked.require(Action.WRITE, service);
    var declaration =
        new Declaration(asked.decimal("protectThreshold", 0), metadata(asked.text("metadata")));
    HttpAsked.await(registry.declare(by, service, declaration));
    return HttpPaths.ok();
  }

  private HttpResponse remove(HttpAsked asked) {
    ServiceKey service = asked.service();
    Origin by = asked.require(Action.WRITE, service);
    HttpAsked.await(registry.remove(by, service));
    return HttpPaths.ok();
  }

  private HttpResponse cluster(HttpAsked asked) {
    ServiceKey service = asked.service();
    Origin by = asked.require(Action.WRITE, service);
    String type =
        Body.parse(asked.text("healthChecker", "{\"type\":\"TCP\"}"))
            .text("type")
            .toUpperCase(Locale.ROOT);
    if (List.of(HealthCheck.Kind.values()).stream().noneMatch(kind -> kind.name().equals(type))) {
      throw Failure.of(Kind.USER, "nacos.checker", "A cluster's checker is TCP or NONE.");
    }
    int port = asked.flag("useInstancePort4Check", true) ? 0 : asked.number("checkPort", 80);
    HttpAsked.await(
        registry.setHealthCheck(
            by,
            service,
            asked.required("clusterName"),
            new HealthCheck(HealthCheck.Kind.valueOf(type), port)));
    return HttpPaths.ok();
  }
}
