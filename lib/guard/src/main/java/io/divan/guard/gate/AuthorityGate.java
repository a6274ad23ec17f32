package io.divan.guard.gate;

import io.divan.guard.rule.Authority;
import org.jspecify.annotations.Nullable;

/** Who may call. */
final class AuthorityGate extends Gate {
  private final Authority authority;

  AuthorityGate(Authority rule) {
    super(rule);
    this.authority = rule;
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    boolean passes =
        caller == null || authority.callers().contains(caller) == authority.areAllowed();
    return passes ? PASSED : REFUSED;
  }
}
