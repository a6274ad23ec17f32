package io.divan.domain.job;

/** Why a job is fired. */
public enum Cause {
  SCHEDULE,
  /** Somebody asked for it. */
  MANUAL,
  RETRY,
  /** A job of which it is a child has succeeded. */
  PARENT,
  /** An event that it waits for was reported. */
  EVENT,
  /** It is a node of a graph. */
  GRAPH
}
