package io.divan.guard.rule;

/**
 * Lets nothing through while another resource is busy: reads make room for writes.
 *
 * @param other the resource whose calls are counted
 * @param perSecond how many of them in the last second close this one
 */
public record RelatedLimit(String resource, String other, double perSecond) implements Rule {
  public RelatedLimit {
    Checks.named(resource, "resource");
    Checks.named(other, "other resource");
    Checks.notNegative(perSecond, "rate");
  }
}
