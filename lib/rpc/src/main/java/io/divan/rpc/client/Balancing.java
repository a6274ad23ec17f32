package io.divan.rpc.client;

/** How one of a service's servers is picked for a call, among those that take calls. */
public enum Balancing {
  /**
   * The cheaper of two drawn by weight, the cost being latency times calls under way. Drawing two
   * keeps callers that know equally little from all picking the same best one. Sources:
   * Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001; Finagle's {@code
   * PeakEwma}.
   */
  LEAST_COST,
  /** The one with the fewest calls of this client under way for its weight. */
  LEAST_ACTIVE,
  /** Any, by weight. */
  RANDOM,
  /**
   * One after the other, as often as its weight says and evenly spread. Source: nginx's smooth
   * weighted round robin.
   */
  ROUND_ROBIN,
  /**
   * The same server for calls of the same key, which is the first argument unless a filter sets
   * another; the next one for a while if that has more than its share of calls under way. Sources:
   * Karger et al., "Consistent Hashing and Random Trees", 1997; Mirrokni et al., "Consistent
   * Hashing with Bounded Loads", 2016.
   */
  CONSISTENT_HASH
}
