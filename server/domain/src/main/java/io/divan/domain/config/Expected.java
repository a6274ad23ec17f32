package io.divan.domain.config;

import java.util.Optional;

/** What has to be there for a change to be made. */
public sealed interface Expected {

  /** It does not matter. */
  record Anything() implements Expected {}

  /** Nothing may be there yet. */
  record Absent() implements Expected {}

  /**
   * This content has to be there still.
   *
   * @param md5 of the content, as it was read
   * @param orAbsent whether nothing at all will do as well
   */
  record Content(String md5, boolean orAbsent) implements Expected {}

  /** Whether that is so. */
  default boolean isMetBy(Optional<Configuration> current) {
    return switch (this) {
      case Anything() -> true;
      case Absent() -> current.isEmpty();
      case Content(String md5, boolean orAbsent) ->
          current.map(there -> there.md5().equals(md5)).orElse(orAbsent);
    };
  }
}
