package io.divan.domain.job;

import io.divan.domain.job.Chosen.Each;
import io.divan.domain.job.Chosen.FirstThat;
import io.divan.domain.job.Chosen.Nobody;
import io.divan.domain.job.Chosen.One;
import io.divan.domain.job.Chosen.Question;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Chooses executors for firings. What it remembers of earlier choices is lost with the process, as
 * it only spreads work and promises nothing.
 */
final class Routing {
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock(); // guards used and turns
  private final Map<Long, Map<String, Use>> used = new HashMap<>();
  private final Map<Long, Long> turns = new HashMap<>();

  Routing(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param addresses of the job's group, without repetition, in an order that stays
   */
  Chosen choose(long job, Route route, List<String> addresses) {
    if (addresses.isEmpty()) {
      return new Nobody();
    }
    return switch (route) {
      case FIRST -> new One(addresses.getFirst());
      case LAST -> new One(addresses.getLast());
      case ROUND -> new One(addresses.get((int) (turn(job) % addresses.size())));
      case RANDOM -> new One(addresses.get(random.nextInt(addresses.size())));
      case CONSISTENT_HASH -> new One(new HashRing(addresses).at(job));
      case LEAST_FREQUENTLY_USED ->
          new One(leastUsed(job, addresses, Comparator.comparingLong(Use::times)));
      case LEAST_RECENTLY_USED ->
          new One(leastUsed(job, addresses, Comparator.comparingLong(Use::last)));
      case FAILOVER -> new FirstThat(Question.IS_ALIVE, List.copyOf(addresses));
      case BUSYOVER -> new FirstThat(Question.IS_IDLE, List.copyOf(addresses));
      case SHARDING_BROADCAST -> new Each(List.copyOf(addresses));
    };
  }

  /** For jobs that are no more. */
  void forget(long job) {
    lock.lock();
    try {
      used.remove(job);
      turns.remove(job);
    } finally {
      lock.unlock();
    }
  }

  private long turn(long job) {
    lock.lock();
    try {
      return turns.merge(job, 1L, Long::sum) - 1;
    } finally {
      lock.unlock();
    }
  }

  private String leastUsed(long job, List<String> addresses, Comparator<Use> order) {
    lock.lock();
    try {
      Map<String, Use> uses = used.computeIfAbsent(job, any -> new HashMap<>());
      uses.keySet().retainAll(addresses);
      // A newcomer starts level with the least used: it must not get everything until it is.
      long floor = uses.values().stream().mapToLong(Use::times).min().orElse(0);
      for (String address : addresses) {
        uses.putIfAbsent(address, new Use(floor, -1));
      }
      String least = addresses.getFirst();
      for (String address : addresses) {
        if (order.compare(use(uses, address), use(uses, least)) < 0) {
          least = address;
        }
      }
      uses.put(least, new Use(use(uses, least).times() + 1, turn(job)));
      return least;
    } finally {
      lock.unlock();
    }
  }

  private static Use use(Map<String, Use> uses, String address) {
    return uses.getOrDefault(address, new Use(0, -1));
  }

  /**
   * @param last the turn in which it was chosen last, -1 if never
   */
  private record Use(long times, long last) {}
}
