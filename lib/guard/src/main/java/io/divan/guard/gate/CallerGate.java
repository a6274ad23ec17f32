package io.divan.guard.gate;

import io.divan.guard.rule.Callers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gate for some callers; the others do not see it. */
final class CallerGate extends Gate {
  private final Gate gate;
  private final Callers callers;
  private final Set<String> named;

  /**
   * @param named all callers that the resource's limits name
   */
  CallerGate(Gate gate, Callers callers, Set<String> named) {
    super(gate.rule());
    this.gate = gate;
    this.callers = callers;
    this.named = named;
  }

  private boolean isFor(@Nullable String caller) {
    return callers instanceof Callers.Named
        ? callers.isNamed(caller)
        : caller == null || !named.contains(caller);
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    return isFor(caller) ? gate.enter(now, caller, arguments) : PASSED;
  }

  @Override
  public void undo(long now, @Nullable String caller, Object @Nullable [] arguments) {
    if (isFor(caller)) {
      gate.undo(now, caller, arguments);
    }
  }
}
