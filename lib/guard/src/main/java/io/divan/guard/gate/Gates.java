package io.divan.guard.gate;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.divan.guard.rule.Authority;
import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.Callers;
import io.divan.guard.rule.ConcurrencyLimit;
import io.divan.guard.rule.ParameterLimit;
import io.divan.guard.rule.RateLimit;
import io.divan.guard.rule.RelatedLimit;
import io.divan.guard.rule.Rule;
import io.divan.guard.rule.Shaping.Queue;
import io.divan.guard.rule.Shaping.Reject;
import io.divan.guard.rule.Shaping.TokenBucket;
import io.divan.guard.rule.Shaping.WarmUp;
import io.divan.guard.rule.Shaping.WarmUpQueue;
import io.divan.guard.window.InFlight;
import io.divan.guard.window.SlidingCount;
import io.divan.guard.window.Window;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Sets the rules of a resource to work. */
public final class Gates {
  private final Function<String, Window> passed;
  private final BreakerListener listener;

  /**
   * @param passed what a resource has let through in the last second, on the left
   */
  public Gates(Function<String, Window> passed, BreakerListener listener) {
    this.passed = passed;
    this.listener = listener;
  }

  /**
   * Gates in the order in which they are asked: who may call, then what is cheap to take back, and
   * breakers last, so that a probe is not refused by anything else.
   *
   * @param calls those of the resource
   * @param before the gates so far; one whose rule stays keeps what it knows
   */
  public List<Gate> of(Collection<? extends Rule> rules, InFlight calls, Collection<Gate> before) {
    Map<Rule, Gate> known = new HashMap<>();
    before.forEach(gate -> known.put(gate.rule(), gate));
    Set<String> named =
        rules.stream()
            .filter(RateLimit.class::isInstance)
            .map(rule -> ((RateLimit) rule).callers())
            .filter(Callers.Named.class::isInstance)
            .map(callers -> ((Callers.Named) callers).name())
            .collect(toUnmodifiableSet());
    return rules.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Gates::rank))
        .map(rule ->
            keeps(rule) && known.containsKey(rule) ? known.get(rule) : gate(rule, calls, named))
        .toList();
  }

  /** Whether its gate depends on nothing but itself. */
  private static boolean keeps(Rule rule) {
    return !(rule instanceof RateLimit limit) || !(limit.callers() instanceof Callers.Other);
  }

  private static int rank(Rule rule) {
    if (rule instanceof Authority) {
      return 0;
    }
    if (rule instanceof Breaker) {
      return 3;
    }
    return rule instanceof ConcurrencyLimit || rule instanceof RelatedLimit ? 1 : 2;
  }

  private Gate gate(Rule rule, InFlight calls, Set<String> named) {
    if (rule instanceof Authority authority) {
      return new AuthorityGate(authority);
    }
    if (rule instanceof Breaker breaker) {
      return new BreakerGate(breaker, listener);
    }
    if (rule instanceof ConcurrencyLimit limit) {
      return new ConcurrencyGate(limit, calls);
    }
    if (rule instanceof ParameterLimit limit) {
      return new ParameterGate(limit);
    }
    if (rule instanceof RelatedLimit limit) {
      return new RelatedGate(limit, passed.apply(limit.other()));
    }
    RateLimit limit = (RateLimit) rule;
    Gate gate = limit.perSecond() == 0 ? new ClosedGate(limit) : rateGate(limit);
    return limit.callers() instanceof Callers.All
        ? gate
        : new CallerGate(gate, limit.callers(), named);
  }

  private static Gate rateGate(RateLimit limit) {
    Rate constant = new Rate.Constant(limit.perSecond());
    if (limit.shaping() instanceof Queue queue) {
      return new SpacingGate(limit, constant, 1, queue.longestWait().toNanos());
    }
    if (limit.shaping() instanceof TokenBucket bucket) {
      return new SpacingGate(limit, constant, bucket.size(), 0);
    }
    if (limit.shaping() instanceof WarmUp warmUp) {
      return new RateGate(limit, new WarmingRate(limit.perSecond(), warmUp));
    }
    if (limit.shaping() instanceof WarmUpQueue both) {
      Rate warming = new WarmingRate(limit.perSecond(), both.warmUp());
      return new SpacingGate(limit, warming, 1, both.queue().longestWait().toNanos());
    }
    if (!(limit.shaping() instanceof Reject)) {
      throw new IllegalStateException("unknown shaping " + limit.shaping());
    }
    // Less than one in a second, or more than a window can count, has to be kept by its distances.
    boolean isCountable = limit.perSecond() >= 1 && limit.perSecond() <= SlidingCount.MOST;
    int inASecond = (int) Math.max(1, Math.min(limit.perSecond(), Integer.MAX_VALUE));
    return isCountable
        ? new RateGate(limit, constant)
        : new SpacingGate(limit, constant, inASecond, 0);
  }
}
