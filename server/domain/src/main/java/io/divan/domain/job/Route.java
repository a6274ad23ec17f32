package io.divan.domain.job;

/** How one executor, or all of them, is chosen among those of a job's group. */
public enum Route {
  FIRST,
  LAST,
  ROUND,
  RANDOM,
  CONSISTENT_HASH,
  LEAST_FREQUENTLY_USED,
  LEAST_RECENTLY_USED,
  /** The first that answers a beat. */
  FAILOVER,
  /** The first that says it is idle. */
  BUSYOVER,
  /** All, each with its number. */
  SHARDING_BROADCAST
}
