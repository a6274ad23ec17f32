package io.divan.guard;

import io.divan.guard.rule.Rule;

/**
 * A call that a rule has not let through. There is one for each rule in force, without a stack
 * trace, so that refusing a flood costs nothing.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Rule rule;

  Refused(Rule rule) {
    super("Refused by " + rule, null, false, false);
    this.rule = rule;
  }

  public Rule rule() {
    return rule;
  }
}
