package io.divan.guard.gate;

import io.divan.guard.rule.ConcurrencyLimit;
import io.divan.guard.window.InFlight;
import org.jspecify.annotations.Nullable;

/** So many at the same time. */
final class ConcurrencyGate extends Gate {
  private final int most;
  private final InFlight calls;

  /**
   * @param calls those of the resource, the one that asks included
   */
  ConcurrencyGate(ConcurrencyLimit rule, InFlight calls) {
    super(rule);
    this.most = rule.most();
    this.calls = calls;
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    return calls.count() <= most ? PASSED : REFUSED;
  }
}
