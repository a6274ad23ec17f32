package io.divan.domain.config;

/**
 * One change in a configuration's past.
 *
 * @param configuration what it became; for a removal, what was removed
 */
public record Revision(Change change, Configuration configuration) {

  /** What was done. */
  public enum Change {
    PUBLISHED,
    /** The content of an older revision was made the newest again. */
    ROLLED_BACK,
    REMOVED
  }

  public long version() {
    return configuration.version();
  }
}
