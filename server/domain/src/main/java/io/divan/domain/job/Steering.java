package io.divan.domain.job;

/** What a person does with a firing that is under way. */
public enum Steering {
  /** Nothing further of it begins; for split work and graphs. */
  PAUSE,
  /** It goes on: after a pause, or a graph from the nodes at which it stopped. */
  RESUME,
  /** It is over and has failed. */
  END
}
