package io.divan.domain.job;

/**
 * An executor's word on how a firing ended.
 *
 * @param state one that is done
 */
public record Callback(long firing, FiringState state, String message) {
  private static final int LONGEST = 1_000;

  public Callback {
    if (!state.isDone()) {
      throw new IllegalArgumentException(state + " is no end");
    }
    message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
  }
}
