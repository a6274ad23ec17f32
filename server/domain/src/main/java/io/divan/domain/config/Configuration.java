package io.divan.domain.config;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A configuration as it was at one moment.
 *
 * @param md5 in hex, of the content in UTF-8
 * @param version the log index of the change that made it this; larger for later ones
 * @param modified when that was
 * @param author who did it
 */
public record Configuration(
    ConfigKey key,
    String content,
    String md5,
    String type,
    String encryptedDataKey,
    String appName,
    String description,
    List<String> tags,
    long version,
    Instant created,
    Instant modified,
    String author) {
  private static final int OVERHEAD = 256;

  public Configuration {
    tags = List.copyOf(tags);
  }

  /** About how much memory it takes. */
  long bytes() {
    return content.length() + description.length() + (long) OVERHEAD;
  }

  /** Whether a draft would leave everything as it is. */
  boolean isAlready(Draft draft, String draftMd5) {
    return md5.equals(draftMd5)
        && type.equals(draft.type())
        && encryptedDataKey.equals(draft.encryptedDataKey())
        && (draft.appName() == null || appName.equals(draft.appName()))
        && (draft.description() == null || description.equals(draft.description()))
        && (draft.tags() == null || tags.equals(draft.tags()))
        && content.equals(draft.content());
  }

  Configuration changedTo(Draft draft, String newMd5, Stamp stamp) {
    return new Configuration(
        key,
        draft.content(),
        newMd5,
        draft.type(),
        draft.encryptedDataKey(),
        Objects.requireNonNullElse(draft.appName(), appName),
        Objects.requireNonNullElse(draft.description(), description),
        Objects.requireNonNullElse(draft.tags(), tags),
        stamp.version(),
        created,
        stamp.time(),
        stamp.author());
  }

  static Configuration first(ConfigKey key, Draft draft, String md5, Stamp stamp) {
    return new Configuration(
        key,
        draft.content(),
        md5,
        draft.type(),
        draft.encryptedDataKey(),
        Objects.requireNonNullElse(draft.appName(), ""),
        Objects.requireNonNullElse(draft.description(), ""),
        Objects.requireNonNullElse(draft.tags(), List.of()),
        stamp.version(),
        stamp.time(),
        stamp.time(),
        stamp.author());
  }

  /** The same content again, as of another change. */
  Configuration stamped(Stamp stamp, Instant createdThen) {
    return new Configuration(
        key,
        content,
        md5,
        type,
        encryptedDataKey,
        appName,
        description,
        tags,
        stamp.version(),
        createdThen,
        stamp.time(),
        stamp.author());
  }

  /** When a change was made, and by whom. */
  record Stamp(long version, Instant time, String author) {}
}
