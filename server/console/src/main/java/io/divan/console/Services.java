package io.divan.console;

import io.divan.domain.registry.Instance;
import io.divan.domain.registry.RegisteredInstance;
import io.divan.domain.registry.Registry;
import io.divan.domain.registry.ServiceDetail;
import io.divan.domain.registry.ServiceKey;
import io.divan.domain.registry.ServiceSummary;
import io.divan.domain.search.Wildcard;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Services, their instances and who watches them. */
final class Services {
  private final Registry registry;
  private final Sessions sessions;

  Services(Registry registry, Sessions sessions) {
    this.registry = registry;
    this.sessions = sessions;
  }

  record ListView(Set<String> namespaces, String namespace, int total, List<Row> services) {}

  record Row(
      String group,
      String name,
      int instances,
      int healthy,
      int subscribers,
      List<String> clusters) {}

  record DetailView(
      String namespace,
      String group,
      String name,
      double protectThreshold,
      Map<String, String> metadata,
      List<InstanceRow> instances,
      List<String> subscribers) {}

  record InstanceRow(
      String address,
      String cluster,
      double weight,
      boolean enabled,
      boolean healthy,
      boolean ephemeral,
      String owner,
      Map<String, String> metadata) {}

  Object list(Caller caller, HttpRequest request) {
    String namespace = request.parameter("namespace").orElse("");
    caller.require(Action.READ, namespace);
    Paging paging = Paging.of(request);
    var found =
        registry.search(
            namespace,
            new Wildcard(request.parameter("group").orElse("")),
            new Wildcard(request.parameter("name").orElse("")),
            paging.page(),
            paging.size());
    Set<String> namespaces = registry.namespaces();
    return new ListView(
        namespaces, namespace, found.total(), found.items().stream().map(Services::row).toList());
  }

  private static Row row(ServiceSummary each) {
    return new Row(
        each.key().group(),
        each.key().name(),
        each.instances(),
        each.healthy(),
        each.subscribers(),
        each.clusters());
  }

  Object detail(Caller caller, HttpRequest request) {
    var key =
        ServiceKey.of(
            request.parameter("namespace").orElse(""),
            request.required("group"),
            request.required("name"));
    caller.require(Action.READ, key.namespace());
    ServiceDetail detail =
        registry
            .detail(key)
            .orElseThrow(() ->
                Failure.of(
                    Kind.NOT_FOUND, "console.no-service", "There is no service " + key + "."));
    return new DetailView(
        key.namespace(),
        key.group(),
        key.name(),
        detail.declaration().protectThreshold(),
        detail.declaration().metadata(),
        registry.instances(key).stream().map(this::instance).toList(),
        registry.subscribers(key).stream().map(Services::describe).toList());
  }

  private InstanceRow instance(RegisteredInstance registered) {
    Instance each = registered.instance();
    return new InstanceRow(
        each.endpoint().ip() + ":" + each.endpoint().port(),
        each.endpoint().cluster(),
        each.weight(),
        each.enabled(),
        each.healthy(),
        each.ephemeral(),
        registered.owner().flatMap(sessions::find).map(Services::describe).orElse(""),
        each.metadata());
  }

  private static String describe(Session session) {
    String client =
        session.client().getAddress().getHostAddress() + ":" + session.client().getPort();
    return session.description().isEmpty() ? client : client + " · " + session.description();
  }
}
