package io.divan.domain.job;

/** What an executor does with a firing of a job that it is still running. */
public enum Block {
  SERIAL_EXECUTION,
  DISCARD_LATER,
  /** Ends what runs, and runs the new one. */
  COVER_EARLY
}
