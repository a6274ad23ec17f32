package io.divan.domain.job;

/** What becomes of firings whose time passed while no server could fire them. */
public enum Misfire {
  /** They are left out. */
  SKIP,
  /** One stands for all of them. */
  FIRE_ONCE
}
