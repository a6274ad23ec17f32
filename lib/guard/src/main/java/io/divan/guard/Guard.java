package io.divan.guard;

import io.divan.guard.gate.BreakerGate;
import io.divan.guard.gate.BreakerListener;
import io.divan.guard.gate.Gates;
import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The resources of an application and the rules that protect them. */
public final class Guard {
  /** The name of the resource that stands for all beyond {@link #MOST_RESOURCES}. */
  public static final String OTHERS = "others";

  public static final int MOST_RESOURCES = 10_000;

  private final Ticker ticker;
  private final Gates gates;
  private final ConcurrentHashMap<String, Resource> resources = new ConcurrentHashMap<>();
  private final ReentrantLock changing =
      new ReentrantLock(); // guards rules and what is set of them
  private Map<String, List<Rule>> rules = Map.of();

  public Guard() {
    this(Ticker.system(), (breaker, now) -> {});
  }

  /**
   * @param listener hears of breakers, on the calling thread
   */
  public Guard(Ticker ticker, BreakerListener listener) {
    this.ticker = ticker;
    this.gates = new Gates(name -> resource(name).entered(), listener);
  }

  /** The resource of that name, made when first asked for. */
  public Resource resource(String name) {
    Resource known = resources.get(name);
    if (known != null) {
      return known;
    }
    changing.lock();
    try {
      return made(resources.size() < MOST_RESOURCES ? name : OTHERS);
    } finally {
      changing.unlock();
    }
  }

  private Resource made(String name) {
    Resource known = resources.get(name);
    if (known != null) {
      return known;
    }
    Resource made = new Resource(name, ticker);
    resources.put(name, made);
    made.guardedBy(gates.of(rules.getOrDefault(name, List.of()), made.inFlight(), List.of()));
    return made;
  }

  /** Puts these rules in force, in the place of all before. Those that stay keep what they know. */
  public void rules(Collection<? extends Rule> replacing) {
    Map<String, List<Rule>> byResource = new TreeMap<>();
    replacing.forEach(
        rule -> byResource.computeIfAbsent(rule.resource(), k -> new ArrayList<>()).add(rule));
    changing.lock();
    try {
      rules = byResource;
      for (Resource each : List.copyOf(resources.values())) {
        List<Rule> its = rules.getOrDefault(each.name(), List.of());
        each.guardedBy(gates.of(its, each.inFlight(), each.gates()));
      }
    } finally {
      changing.unlock();
    }
  }

  /** The rules in force. */
  public List<Rule> rules() {
    changing.lock();
    try {
      return rules.values().stream().flatMap(List::stream).toList();
    } finally {
      changing.unlock();
    }
  }

  /** What is known of every resource that was asked for. */
  public Map<String, Statistics> statistics() {
    Map<String, Statistics> all = new TreeMap<>();
    resources.forEach((name, resource) -> all.put(name, resource.statistics()));
    return all;
  }

  /** Where the breakers of the resources that were asked for stand. */
  public Map<Breaker, Breaker.State> breakers() {
    Map<Breaker, Breaker.State> all = new HashMap<>();
    for (Resource resource : resources.values()) {
      resource.gates().stream()
          .filter(BreakerGate.class::isInstance)
          .map(BreakerGate.class::cast)
          .forEach(gate -> all.put((Breaker) gate.rule(), gate.state()));
    }
    return all;
  }
}
