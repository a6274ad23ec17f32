package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.config.ConfigKey;
import io.divan.domain.config.Configuration;
import io.divan.domain.config.Configurations;
import io.divan.domain.config.Expected;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.identity.Action;
import io.divan.kernel.machine.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests about configurations. */
final class ConfigRequests {
  private final Configurations configurations;

  ConfigRequests(Configurations configurations) {
    this.configurations = configurations;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "ConfigQueryRequest", new Operation("ConfigQueryResponse", this::query),
        "ConfigPublishRequest", new Operation("ConfigPublishResponse", this::publish),
        "ConfigRemoveRequest", new Operation("ConfigRemoveResponse", this::remove),
        "ConfigBatchListenRequest", new Operation("ConfigChangeBatchListenResponse", this::listen));
  }

  private static ConfigKey key(Body body) {
    return Names.config(body.text("tenant"), body.text("group"), body.text("dataId"));
  }

  private static Subject subject(Body body) {
    return new Subject.Config(body.text("tenant"), body.text("group"));
  }

  private CompletableFuture<ObjectNode> query(Asked asked) {
    ConfigKey key = key(asked.body());
    asked.require(Action.READ, key.namespace(), subject(asked.body()));
    return caughtUp(asked)
        .thenApply(done ->
            configurations
                .find(key)
                .map(ConfigRequests::found)
                .orElseGet(
                    () -> Dispatcher.failure(NacosCode.CONFIG_NOT_FOUND, "config data not exist")));
  }

  private CompletableFuture<Void> caughtUp(Asked asked) {
    return asked.connection().caughtUp(configurations::caughtUp);
  }

  static ObjectNode found(Configuration is) {
    return Body.object()
        .put("content", is.content())
        .put("md5", is.md5())
        .put("contentType", is.type())
        .put("encryptedDataKey", is.encryptedDataKey())
        .put("lastModified", is.modified().toEpochMilli())
        .put("beta", false);
  }

  private CompletableFuture<ObjectNode> publish(Asked asked) {
    Body body = asked.body();
    ConfigKey key = key(body);
    Origin by = asked.require(Action.WRITE, key.namespace(), subject(body));
    var draft = new ConfigForm(body.text("content"), body.texts("additionMap")).draft();
    return configurations
        .publish(by, key, draft, expected(body.text("casMd5")))
        .thenApply(published -> Operation.done());
  }

  /** As in Nacos, a comparison is no obstacle to what is not there yet. */
  static Expected expected(String casMd5) {
    return casMd5.isBlank() ? new Expected.Anything() : new Expected.Content(casMd5, true);
  }

  private CompletableFuture<ObjectNode> remove(Asked asked) {
    Body body = asked.body();
    ConfigKey key = key(body);
    Origin by = asked.require(Action.WRITE, key.namespace(), subject(body));
    ConfigForm.refuseGray(body.text("tag"));
    return configurations.remove(by, key).thenApply(removed -> Operation.done());
  }

  /** A wish that cannot be a configuration's name is no reason to refuse the others. */
  private CompletableFuture<ObjectNode> listen(Asked asked) {
    Map<Body, ConfigKey> wishes = new LinkedHashMap<>();
    for (Body wish : asked.body().parts("configListenContexts")) {
      asked.require(Action.READ, Names.namespace(wish.text("tenant")), new Subject.Config("", ""));
      legalKey(wish).ifPresent(key -> wishes.put(wish, key));
    }
    if (!asked.body().flag("listen", true)) {
      wishes.values().forEach(key -> configurations.unfollow(asked.session(), key));
      return CompletableFuture.completedFuture(Operation.done());
    }
    wishes.forEach((wish, key) -> { // first listen, then compare: nothing can slip in between
      if (key.namespace().isEmpty()) {
        asked.connection().spellsDefault(wish.text("tenant"));
      }
      configurations.follow(asked.session(), key);
    });
    return caughtUp(asked).thenApply(done -> changed(wishes));
  }

  private static Optional<ConfigKey> legalKey(Body wish) {
    try {
      return Optional.of(key(wish));
    } catch (Failure e) {
      return Optional.empty();
    }
  }

  private ObjectNode changed(Map<Body, ConfigKey> wishes) {
    ObjectNode answer = Body.object();
    ArrayNode changed = answer.putArray("changedConfigs");
    wishes.forEach((wish, key) -> {
      String md5 = configurations.find(key).map(Configuration::md5).orElse("");
      if (!md5.equals(wish.text("md5"))) {
        changed
            .addObject()
            .put("dataId", wish.text("dataId"))
            .put("group", wish.text("group"))
            .put("tenant", wish.text("tenant"));
      }
    });
    return answer;
  }
}
