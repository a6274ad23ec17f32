package io.divan.bench.guard;

/** Calls that one contender guards. */
public interface Guarded {
  /** So many calls a second pass in {@link #isLimited}. */
  int LIMIT = 10_000;

  /**
   * Enters and leaves what is guarded by a rate limit that is never reached, a breaker on slow
   * calls and one on errors; fails if it is refused.
   */
  void enterAndExit();

  /** Asks for a call where a rate limit of {@link #LIMIT} a second is the only rule. */
  boolean isLimited();
}
