package io.divan.guard.gate;

import io.divan.guard.rule.Rule;
import org.jspecify.annotations.Nullable;

/** A rule at work. Called by all threads at once; allocates nothing where it lets a call pass. */
public abstract class Gate {
  /** Lets the call pass now. */
  public static final long PASSED = 0;

  /** Does not let it pass. */
  public static final long REFUSED = -1;

  /** Lets it pass to see how it ends. */
  public static final long PROBE = Long.MAX_VALUE;

  private final Rule rule;

  Gate(Rule rule) {
    this.rule = rule;
  }

  public final Rule rule() {
    return rule;
  }

  /**
   * Asks for a call.
   *
   * @param now nanoseconds since some moment, as all times here
   * @return {@link #PASSED}, {@link #REFUSED}, {@link #PROBE}, or how long it has to wait before,
   *     in nanoseconds
   */
  public abstract long enter(long now, @Nullable String caller, Object @Nullable [] arguments);

  /** Takes back what was granted just now: another rule has refused the call. */
  public void undo(long now, @Nullable String caller, Object @Nullable [] arguments) {}

  /** Whether {@link #exit} is of interest to it. */
  public boolean learns() {
    return false;
  }

  /**
   * A call has ended.
   *
   * @param took nanoseconds
   * @param probe whether a breaker let it pass to see how it ends
   */
  public void exit(long now, long took, boolean failed, boolean probe) {}

  /** A call that was let through as a probe was not made after all. */
  public void abandon(long now) {}
}
