package io.divan.guard.rule;

/**
 * So many calls a second.
 *
 * @param perSecond 0 lets nothing through
 * @param shaping what becomes of the calls beyond it
 */
public record RateLimit(String resource, Callers callers, double perSecond, Shaping shaping)
    implements Rule {
  public RateLimit {
    Checks.named(resource, "resource");
    Checks.notNegative(perSecond, "rate");
  }

  /** A limit on all callers together that refuses what is beyond it. */
  public static RateLimit of(String resource, double perSecond) {
    return new RateLimit(resource, Callers.all(), perSecond, Shaping.reject());
  }
}
