package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.config.ConfigKey;
import io.divan.domain.config.ConfigSearch;
import io.divan.domain.config.Configuration;
import io.divan.domain.config.Configurations;
import io.divan.domain.config.Draft;
import io.divan.domain.config.Expected;
import io.divan.domain.config.Revision;
import io.divan.domain.search.Wildcard;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Configurations, their past, and changing them. */
final class ConfigurationPages {
  private final Configurations configurations;

  ConfigurationPages(Configurations configurations) {
    this.configurations = configurations;
  }

  record ListView(Set<String> namespaces, String namespace, int total, List<Row> items) {}

  record Row(
      String group,
      String dataId,
      String type,
      int length,
      String md5,
      String modified,
      String author) {}

  record DetailView(
      String namespace,
      String group,
      String dataId,
      @Nullable Content current,
      List<RevisionRow> history,
      int followers) {}

  record Content(
      String content,
      String type,
      String md5,
      long version,
      String modified,
      String author,
      String description,
      String appName) {}

  record RevisionRow(
      long version, String change, String modified, String author, String md5, int length) {}

  Object list(Caller caller, HttpRequest request) {
    String namespace = request.parameter("namespace").orElse("");
    caller.require(Action.READ, namespace);
    var search =
        new ConfigSearch(
            namespace,
            new Wildcard(request.parameter("group").orElse("")),
            new Wildcard(request.parameter("dataId").orElse("")),
            "",
            "",
            "",
            request.parameter("text").orElse(""));
    Paging paging = Paging.of(request);
    var found = configurations.search(search, paging.page(), paging.size());
    return new ListView(
        configurations.countByNamespace().keySet(),
        namespace,
        found.total(),
        found.items().stream().map(ConfigurationPages::row).toList());
  }

  private static Row row(Configuration each) {
    return new Row(
        each.key().group(),
        each.key().dataId(),
        each.type(),
        each.content().length(),
        each.md5(),
        each.modified().toString(),
        each.author());
  }

  private static ConfigKey key(HttpRequest request) {
    return ConfigKey.of(
        request.parameter("namespace").orElse(""),
        request.required("group"),
        request.required("dataId"));
  }

  Object detail(Caller caller, HttpRequest request) {
    ConfigKey key = key(request);
    caller.require(Action.READ, key.namespace());
    return new DetailView(
        key.namespace(),
        key.group(),
        key.dataId(),
        configurations.find(key).map(ConfigurationPages::content).orElse(null),
        configurations.history(key).stream().map(ConfigurationPages::revision).toList(),
        configurations.followers(key).size());
  }

  private static Content content(Configuration each) {
    return new Content(
        each.content(),
        each.type(),
        each.md5(),
        each.version(),
        each.modified().toString(),
        each.author(),
        each.description(),
        each.appName());
  }

  private static RevisionRow revision(Revision each) {
    Configuration then = each.configuration();
    return new RevisionRow(
        each.version(),
        each.change().name(),
        then.modified().toString(),
        then.author(),
        then.md5(),
        then.content().length());
  }

  /** One version of a configuration, to be compared with another. */
  Object at(Caller caller, HttpRequest request) {
    ConfigKey key = key(request);
    caller.require(Action.READ, key.namespace());
    long version = version(request.required("version"));
    return configurations
        .at(key, version)
        .map(ConfigurationPages::content)
        .orElseThrow(() ->
            Failure.of(
                Kind.NOT_FOUND,
                "console.no-version",
                "Version " + version + " of " + key + " is not kept any more."));
  }

  private static long version(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw Failure.of(Kind.USER, "console.version", "\"" + text + "\" is no version.");
    }
    return Long.parseLong(text);
  }

  Object publish(Caller caller, HttpRequest request) {
    ConfigKey key = key(request);
    caller.require(Action.WRITE, key.namespace());
    JsonNode body = Json.readObject(request.bodyText());
    var draft =
        new Draft(
            body.path("content").asText(""),
            body.path("type").asText("text"),
            "",
            null,
            body.hasNonNull("description") ? body.path("description").asText() : null,
            null);
    String seen = body.path("md5").asText("");
    Expected expected = seen.isEmpty() ? new Expected.Absent() : new Expected.Content(seen, false);
    var published =
        await(configurations.publish(caller.origin(key.namespace()), key, draft, expected));
    return Map.of("version", published.version(), "changed", published.changed());
  }

  Object remove(Caller caller, HttpRequest request) {
    ConfigKey key = key(request);
    caller.require(Action.WRITE, key.namespace());
    return Map.of("removed", await(configurations.remove(caller.origin(key.namespace()), key)));
  }

  Object rollBack(Caller caller, HttpRequest request) {
    ConfigKey key = key(request);
    caller.require(Action.WRITE, key.namespace());
    long version = version(request.required("version"));
    var published = await(configurations.rollBack(caller.origin(key.namespace()), key, version));
    return Map.of("version", published.version(), "changed", published.changed());
  }

  /** Waits on the request's own virtual thread. */
  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }
}
