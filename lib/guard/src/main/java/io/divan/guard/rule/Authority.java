package io.divan.guard.rule;

import java.util.Set;

/**
 * Who may call.
 *
 * @param callers names
 * @param areAllowed whether only they may call, or all but they; a caller without a name may
 */
public record Authority(String resource, Set<String> callers, boolean areAllowed) implements Rule {
  public Authority {
    Checks.named(resource, "resource");
    callers = Set.copyOf(callers);
    Checks.that(!callers.isEmpty(), "A rule about callers names at least one.");
  }
}
