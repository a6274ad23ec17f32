package io.divan.guard.gate;

import io.divan.guard.rule.Rule;
import org.jspecify.annotations.Nullable;

/** Lets nothing through. */
final class ClosedGate extends Gate {
  ClosedGate(Rule rule) {
    super(rule);
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    return REFUSED;
  }
}
