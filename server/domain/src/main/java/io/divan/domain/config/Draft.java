package io.divan.domain.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a configuration to be. What is null stays as it is.
 *
 * @param type the content's syntax, such as {@code yaml}; {@code text} if nobody says
 * @param encryptedDataKey opaque to the server: kept and handed out with the content
 * @param appName the application it is for
 */
public record Draft(
    String content,
    String type,
    String encryptedDataKey,
    @Nullable String appName,
    @Nullable String description,
    @Nullable List<String> tags) {

  public Draft {
    tags = tags == null ? null : List.copyOf(tags);
  }

  public static Draft of(String content) {
    return new Draft(content, "text", "", null, null, null);
  }
}
