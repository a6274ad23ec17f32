package io.divan.domain.job;

/** Why a job is fired. */
public enum Cause {
  SCHEDULE,
  /** Somebody asked for it. */
  MANUAL,
  RETRY,
  /** A job of which it is a child has succeeded. */
  PARENT
}
