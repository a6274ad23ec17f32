package io.divan.guard.rule;

import org.jspecify.annotations.Nullable;

/** Whose calls a limit counts. */
public sealed interface Callers {
  /** Everybody's together. */
  record All() implements Callers {}

  /** Those of one caller. */
  record Named(String name) implements Callers {
    public Named {
      Checks.named(name, "caller");
    }
  }

  /** Those of callers that no other limit of the resource names, together. */
  record Other() implements Callers {}

  static Callers all() {
    return new All();
  }

  /** Whether this counts that caller, {@code null} being one that says no name. */
  default boolean isNamed(@Nullable String caller) {
    return this instanceof Named named && named.name().equals(caller);
  }
}
