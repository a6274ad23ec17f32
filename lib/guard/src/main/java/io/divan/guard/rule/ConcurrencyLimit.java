package io.divan.guard.rule;

/**
 * So many calls at the same time, of all callers together.
 *
 * @param most 0 lets nothing through
 */
public record ConcurrencyLimit(String resource, int most) implements Rule {
  public ConcurrencyLimit {
    Checks.named(resource, "resource");
    Checks.notNegative(most, "number of calls at the same time");
  }
}
