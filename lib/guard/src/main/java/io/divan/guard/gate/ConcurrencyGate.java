package io.divan.guard.gate;

import io.divan.guard.rule.ConcurrencyLimit;
import org.jspecify.annotations.Nullable;

/** So many at the same time; the resource itself counts them. */
final class ConcurrencyGate extends Gate {
  private final int most;

  ConcurrencyGate(ConcurrencyLimit rule) {
    super(rule);
    this.most = rule.most();
  }

  @Override
  public long enter(
      long now, @Nullable String caller, Object @Nullable [] arguments, int concurrent) {
    return concurrent <= most ? PASSED : REFUSED;
  }
}
