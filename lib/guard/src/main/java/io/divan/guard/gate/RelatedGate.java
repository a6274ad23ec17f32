package io.divan.guard.gate;

import io.divan.guard.rule.RelatedLimit;
import io.divan.guard.window.Window;
import org.jspecify.annotations.Nullable;

/** Closed while another resource is busy. */
final class RelatedGate extends Gate {
  private final double most;
  private final Window passed;

  /**
   * @param passed what the other resource has let through in the last second, on the left
   */
  RelatedGate(RelatedLimit rule, Window passed) {
    super(rule);
    this.most = rule.perSecond();
    this.passed = passed;
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    return passed.left(now) < most ? PASSED : REFUSED;
  }
}
