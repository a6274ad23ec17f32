package io.divan.guard.rule;

/**
 * What protects a resource. Every kind is plain data and is refused at once if it makes no sense.
 */
public sealed interface Rule
    permits Authority, Breaker, ConcurrencyLimit, ParameterLimit, RateLimit, RelatedLimit {
  /** The name of what it protects. */
  String resource();
}
