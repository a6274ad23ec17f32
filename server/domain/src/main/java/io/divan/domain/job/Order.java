package io.divan.domain.job;

import java.time.Instant;
import java.util.Optional;

/**
 * What a firing is to do; that never changes.
 *
 * @param due the planned time, or when somebody asked for it
 * @param logged when it came into the log
 * @param notBefore when it may be sent
 * @param shard its number among those of one broadcast, from 0
 * @param attempt 0 for the first
 * @param place in a graph's run
 */
public record Order(
    long job,
    Cause cause,
    Instant due,
    Instant logged,
    Instant notBefore,
    int shard,
    int shards,
    int attempt,
    String parameters,
    Optional<Place> place) {

  /**
   * A node of a graph's run.
   *
   * @param run the firing of the graph
   */
  public record Place(long run, String node) {}

  static Order of(long job, Cause cause, Instant due, Instant now, String parameters) {
    return new Order(job, cause, due, now, now, 0, 1, 0, parameters, Optional.empty());
  }

  Order asShard(int number, int of) {
    return new Order(job, cause, due, logged, notBefore, number, of, attempt, parameters, place);
  }

  Order at(Place node) {
    return new Order(
        job, cause, due, logged, notBefore, shard, shards, attempt, parameters, Optional.of(node));
  }

  /**
   * The same once more.
   *
   * @param earliest when it may be sent
   */
  Order again(Instant now, Instant earliest) {
    return new Order(
        job, Cause.RETRY, due, now, earliest, shard, shards, attempt + 1, parameters, place);
  }
}
