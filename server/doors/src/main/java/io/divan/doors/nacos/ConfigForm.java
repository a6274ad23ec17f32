package io.divan.doors.nacos;

import io.divan.domain.config.Draft;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client publishes.
 *
 * @param more everything but the content, by Nacos's names
 */
record ConfigForm(String content, Map<String, String> more) {
  private static final String PLAIN = "text";

  /** Source: ConfigType of nacos-api 3.1.1; anything else is text. */
  private static final Set<String> TYPES =
      Set.of(PLAIN, "json", "xml", "yaml", "html", "properties", "toml");

  /**
   * @throws Failure USER if there is no content, or it is meant for some clients only
   */
  Draft draft() {
    refuseGray(more.getOrDefault("betaIps", ""));
    refuseGray(more.getOrDefault("tag", ""));
    if (content.isBlank()) {
      throw Failure.of(
          Kind.USER, "nacos.content", "The content is blank. To be rid of it, remove it.");
    }
    String type = more.getOrDefault("type", "");
    return new Draft(
        content,
        TYPES.contains(type) ? type : PLAIN,
        more.getOrDefault("encryptedDataKey", ""),
        given("appName"),
        given("desc"),
        tags());
  }

  private @Nullable String given(String name) {
    String text = more.getOrDefault(name, "");
    return text.isBlank() ? null : text;
  }

  private @Nullable List<String> tags() {
    String tags = given("config_tags");
    return tags == null
        ? null
        : Arrays.stream(tags.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
  }

  /** What is meant for some clients only must not reach all of them. */
  static void refuseGray(String condition) {
    if (!condition.isBlank()) {
      throw Failure.of(
          Kind.USER,
          "nacos.gray",
          "Configurations for some clients only (beta, tag) are not supported.");
    }
  }
}
