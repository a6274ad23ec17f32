package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.registry.Instance;
import io.divan.domain.registry.Registry;
import io.divan.domain.registry.ServiceKey;
import io.divan.domain.registry.ServiceView;
import io.divan.domain.search.Page;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Action;
import io.divan.kernel.machine.Origin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The requests about services and their instances. */
final class NamingRequests {
  private static final String REGISTER = "registerInstance";
  private static final String DEREGISTER = "deregisterInstance";
  private static final String BATCH = "batchRegisterInstance";

  private final Registry registry;

  NamingRequests(Registry registry) {
    this.registry = registry;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "InstanceRequest", new Operation("InstanceResponse", this::instance),
        "BatchInstanceRequest", new Operation("BatchInstanceResponse", this::batch),
        "PersistentInstanceRequest", new Operation("InstanceResponse", this::persistent),
        "SubscribeServiceRequest", new Operation("SubscribeServiceResponse", this::subscribe),
        "ServiceQueryRequest", new Operation("QueryServiceResponse", this::query),
        "ServiceListRequest", new Operation("ServiceListResponse", this::list));
  }

  private static Origin require(Asked asked, Action action, ServiceKey service) {
    Body body = asked.body();
    return asked.require(
        action,
        service.namespace(),
        new Subject.Service(body.text("groupName"), body.text("serviceName")));
  }

  /** As in Nacos, a client has one list of instances of a service, and this replaces it by one. */
  private CompletableFuture<ObjectNode> instance(Asked asked) {
    ServiceKey service = ServiceJson.service(asked.body());
    require(asked, Action.WRITE, service);
    String type = asked.body().text("type");
    switch (type) {
      case REGISTER ->
          registry.register(
              asked.session(), service, List.of(ServiceJson.instance(instanceOf(asked))));
      case DEREGISTER -> registry.deregister(asked.session(), service);
      default -> throw unknown(type);
    }
    return CompletableFuture.completedFuture(Operation.done().put("type", type));
  }

  private static Body instanceOf(Asked asked) {
    return asked.body().part("instance");
  }

  private static Failure unknown(String type) {
    return Failure.of(Kind.USER, "nacos.type", "There is no request of type \"" + type + "\".");
  }

  private CompletableFuture<ObjectNode> batch(Asked asked) {
    ServiceKey service = ServiceJson.service(asked.body());
    require(asked, Action.WRITE, service);
    String type = asked.body().text("type");
    if (!type.equals(BATCH)) {
      throw unknown(type);
    }
    List<Instance> instances =
        asked.body().parts("instances").stream().map(ServiceJson::instance).toList();
    registry.register(asked.session(), service, instances);
    return CompletableFuture.completedFuture(Operation.done().put("type", type));
  }

  private CompletableFuture<ObjectNode> persistent(Asked asked) {
    ServiceKey service = ServiceJson.service(asked.body());
    Origin by = require(asked, Action.WRITE, service);
    Instance instance = ServiceJson.instance(instanceOf(asked));
    String type = asked.body().text("type");
    CompletableFuture<Boolean> change =
        switch (type) {
          case REGISTER -> registry.registerPersistent(by, service, instance);
          case DEREGISTER -> registry.deregisterPersistent(by, service, instance.endpoint());
          default -> throw unknown(type);
        };
    return change.thenApply(changed -> Operation.done().put("type", type));
  }

  private CompletableFuture<ObjectNode> subscribe(Asked asked) {
    Body body = asked.body();
    ServiceKey service = ServiceJson.service(body);
    require(asked, Action.READ, service);
    String clusters = body.text("clusters");
    if (!body.flag("subscribe", false)) {
      unsubscribe(asked, service, clusters);
      return CompletableFuture.completedFuture(Operation.done());
    }
    return caughtUp(asked)
        .thenApply(done -> {
          ServiceView view = registry.subscribe(asked.session(), service, clusters);
          ObjectNode answer = Body.object();
          answer.set("serviceInfo", ServiceJson.view(view));
          return answer;
        });
  }

  /** The client of 2.0.3 takes the group for the name, and the name for the group. */
  private void unsubscribe(Asked asked, ServiceKey service, String clusters) {
    if (!registry.unsubscribe(asked.session(), service, clusters)) {
      var meant =
          new ServiceKey(
              service.namespace(), /* group= */ service.name(), /* name= */ service.group());
      registry.unsubscribe(asked.session(), meant, clusters);
    }
  }

  private CompletableFuture<Void> caughtUp(Asked asked) {
    return asked.connection().caughtUp(registry::caughtUp);
  }

  private CompletableFuture<ObjectNode> query(Asked asked) {
    Body body = asked.body();
    ServiceKey service = ServiceJson.service(body);
    require(asked, Action.READ, service);
    return caughtUp(asked)
        .thenApply(done -> {
          ServiceView view =
              registry.view(service, body.text("cluster"), body.flag("healthyOnly", false));
          ObjectNode answer = Body.object();
          answer.set("serviceInfo", ServiceJson.view(view));
          return answer;
        });
  }

  private CompletableFuture<ObjectNode> list(Asked asked) {
    Body body = asked.body();
    String namespace = Names.namespace(body.text("namespace"));
    String group = body.text("groupName", Names.DEFAULT_GROUP);
    asked.require(Action.READ, namespace, new Subject.Service(group, ""));
    return caughtUp(asked)
        .thenApply(done -> {
          Page<String> names =
              registry.names(
                  namespace, group, body.number("pageNo", 1), body.number("pageSize", 10));
          ObjectNode answer = Body.object().put("count", names.total());
          names.items().forEach(answer.putArray("serviceNames")::add);
          return answer;
        });
  }
}
