package io.divan.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.divan.guard.rule.Authority;
import io.divan.guard.rule.Callers;
import io.divan.guard.rule.ConcurrencyLimit;
import io.divan.guard.rule.ParameterLimit;
import io.divan.guard.rule.RateLimit;
import io.divan.guard.rule.RelatedLimit;
import io.divan.guard.rule.Rule;
import io.divan.guard.rule.Shaping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each kind of limit lets through. */
class LimitsTest {
  private static final String ORDERS = "orders";

  private final ManualTicker time = new ManualTicker();
  private final Guard guard = new Guard(time, (breaker, now) -> {});
  private final Resource orders = guard.resource(ORDERS);

  private void rules(Rule... rules) {
    guard.rules(List.of(rules));
  }

  private static RateLimit rate(double perSecond, Shaping shaping) {
    return new RateLimit(ORDERS, Callers.all(), perSecond, shaping);
  }

  private boolean passes(@Nullable String caller, Object... arguments) {
    long entry = orders.tryEnter(caller, arguments);
    if (entry == Resource.REFUSED) {
      return false;
    }
    orders.exit(entry);
    return true;
  }

  /** How many of so many calls pass that come evenly over a time. */
  private long passing(int calls, Duration over) {
    return IntStream.range(0, calls)
        .filter(i -> {
          time.advance(over.dividedBy(calls));
          return passes(null);
        })
        .count();
  }

  @Test
  void withoutRulesEverythingPasses() {
    assertThat(passing(1_000, Duration.ofMillis(1))).isEqualTo(1_000);
  }

  @Test
  void aRateMayComeAtOnceAndThenNothingForASecond() {
    rules(RateLimit.of(ORDERS, 10));
    assertThat(passing(100, Duration.ofMillis(100))).isEqualTo(10);
    assertThat(passing(100, Duration.ofMillis(890))).isZero();
    assertThat(passing(100, Duration.ofMillis(100))).isEqualTo(10);
  }

  @Test
  void aRateIsKeptWithinOnePercentOverManySeconds() {
    rules(RateLimit.of(ORDERS, 1_000));
    assertThat(passing(300_000, Duration.ofSeconds(30))).isCloseTo(30_000, within(300L));
  }

  @Test
  void aRateBelowOneASecondIsKeptToo() {
    rules(RateLimit.of(ORDERS, 0.5));
    assertThat(passing(1_000, Duration.ofSeconds(20))).isEqualTo(10);
  }

  @Test
  void aRateThatStandsForNoLimitRefusesNothing() {
    rules(RateLimit.of(ORDERS, 1e9));
    assertThat(IntStream.range(0, 10_000).filter(i -> passes(null)).count()).isEqualTo(10_000);
  }

  @Test
  void aRateOfZeroLetsNothingThroughAndSaysWhy() {
    RateLimit rule = RateLimit.of(ORDERS, 0);
    rules(rule);
    assertThatThrownBy(orders::enter)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.rule()).isEqualTo(rule));
  }

  @Test
  void aTokenBucketLetsItsSizeThroughAtOnceAndThenItsRate() {
    rules(rate(10, new Shaping.TokenBucket(5)));
    assertThat(passing(100, Duration.ofMillis(1))).isEqualTo(5);
    assertThat(passing(1_000, Duration.ofSeconds(10))).isEqualTo(100);
  }

  @Test
  void aQueueSpacesItsCallsAndRefusesWhoWouldWaitTooLong() {
    rules(rate(10, new Shaping.Queue(Duration.ofMillis(250))));
    long begin = time.nanos();
    for (int i = 0; i < 5; i++) {
      orders.exit(orders.enter());
    }
    assertThat(time.nanos() - begin).isEqualTo(Duration.ofMillis(400).toNanos());
    assertThat(orders.tryEnter()).as("it would have to wait").isEqualTo(Resource.REFUSED);
  }

  @Test
  void aCallThatDoesNotWaitTakesNoPlaceInTheQueue() {
    rules(rate(10, new Shaping.Queue(Duration.ofSeconds(10))));
    assertThat(passing(10, Duration.ofNanos(10))).isEqualTo(1);
    time.advance(Duration.ofMillis(100));
    assertThat(passes(null)).isTrue();
  }

  @Test
  void aColdResourceWarmsUpAndCoolsAgain() {
    rules(rate(300, new Shaping.WarmUp(Duration.ofSeconds(10), 3)));
    assertThat(passing(2_000, Duration.ofSeconds(1))).isCloseTo(100, within(20L));
    passing(30_000, Duration.ofSeconds(15));
    assertThat(passing(2_000, Duration.ofSeconds(1))).isCloseTo(300, within(5L));
    time.advance(Duration.ofSeconds(60));
    assertThat(passing(2_000, Duration.ofSeconds(1))).isCloseTo(100, within(20L));
  }

  @Test
  void soManyAtTheSameTime() {
    rules(new ConcurrencyLimit(ORDERS, 2));
    long first = orders.enter();
    long second = orders.enter();
    assertThat(orders.tryEnter()).isEqualTo(Resource.REFUSED);
    orders.fail(second);
    second = orders.enter();
    orders.exit(first);
    orders.exit(second);
    assertThat(orders.statistics().inFlight()).isZero();
  }

  @Test
  void aLimitOnConcurrencyThatComesLaterCountsWhoIsThereAlready() {
    long first = orders.enter();
    rules(new ConcurrencyLimit(ORDERS, 1));
    assertThat(orders.tryEnter()).isEqualTo(Resource.REFUSED);
    orders.exit(first);
    orders.exit(orders.enter());
  }

  @Test
  void callersAreCountedByName() {
    rules(
        new RateLimit(ORDERS, new Callers.Named("shop"), 3, Shaping.reject()),
        new RateLimit(ORDERS, new Callers.Other(), 1, Shaping.reject()));
    assertThat(IntStream.range(0, 9).filter(i -> passes("shop")).count()).isEqualTo(3);
    assertThat(IntStream.range(0, 9).filter(i -> passes(i % 2 == 0 ? "a" : null)).count())
        .isEqualTo(1);
  }

  @Test
  void whoMayCall() {
    rules(new Authority(ORDERS, Set.of("shop"), true));
    assertThat(passes("shop")).isTrue();
    assertThat(passes("stranger")).isFalse();
    rules(new Authority(ORDERS, Set.of("shop"), false));
    assertThat(passes("shop")).isFalse();
    assertThat(passes("stranger")).isTrue();
    assertThat(passes(null)).isTrue();
  }

  @Test
  void aHotKeyIsHeldBackAndTheOthersAreNot() {
    rules(
        new ParameterLimit(
            ORDERS, 0, 2, Duration.ofSeconds(1), 1, Duration.ZERO, Map.of("vip", 5.0)));
    assertThat(IntStream.range(0, 9).filter(i -> passes(null, "hot")).count()).isEqualTo(3);
    assertThat(IntStream.range(0, 9).filter(i -> passes(null, "vip")).count()).isEqualTo(6);
    assertThat(passes(null, "cold")).isTrue();
    time.advance(Duration.ofMillis(500));
    assertThat(passes(null, "hot")).isTrue();
    assertThat(passes(null, "hot")).isFalse();
    assertThat(passes(null)).as("without the argument").isTrue();
  }

  @Test
  void keysBeyondTheBoundShareOnePlaceUntilThereIsRoom() {
    rules(ParameterLimit.of(ORDERS, 0, 1));
    for (int i = 0; i < 10_000; i++) {
      assertThat(passes(null, i)).isTrue();
    }
    assertThat(passes(null, "one more")).isTrue();
    assertThat(passes(null, "and another")).isFalse();
    time.advance(Duration.ofSeconds(2));
    assertThat(passes(null, "and another")).isTrue();
    assertThat(passes(null, "and a third")).isTrue();
  }

  @Test
  void readsMakeRoomForWrites() {
    rules(new RelatedLimit(ORDERS, "writes", 2));
    Resource writes = guard.resource("writes");
    writes.exit(writes.enter());
    assertThat(passes(null)).isTrue();
    writes.exit(writes.enter());
    assertThat(passes(null)).isFalse();
    time.advance(Duration.ofMillis(1_020));
    assertThat(passes(null)).isTrue();
  }

  @Test
  void whatALaterRuleRefusesCostsTheEarlierNothing() {
    rules(RateLimit.of(ORDERS, 2), rate(1, new Shaping.TokenBucket(1)));
    assertThat(passing(100, Duration.ofMillis(100))).isEqualTo(1);
    rules(RateLimit.of(ORDERS, 2));
    assertThat(passing(100, Duration.ofMillis(100))).isEqualTo(1);
  }

  @Test
  void aRuleThatStaysKeepsItsCount() {
    rules(RateLimit.of(ORDERS, 2));
    assertThat(passes(null)).isTrue();
    rules(RateLimit.of(ORDERS, 2), new ConcurrencyLimit(ORDERS, 9));
    assertThat(passes(null)).isTrue();
    assertThat(passes(null)).isFalse();
  }

  @Test
  void rulesMayComeBeforeTheirResource() {
    guard.rules(List.of(RateLimit.of("later", 0)));
    assertThat(guard.resource("later").tryEnter()).isEqualTo(Resource.REFUSED);
  }

  @Test
  void statisticsAreOfTheLastSecond() throws Exception {
    rules(RateLimit.of(ORDERS, 3));
    for (int i = 0; i < 3; i++) {
      long entry = orders.enter();
      time.advance(Duration.ofMillis(10));
      if (i == 0) {
        orders.fail(entry);
      } else {
        orders.exit(entry);
      }
    }
    assertThat(passes(null)).isFalse();
    assertThat(orders.statistics()).isEqualTo(new Statistics(3, 1, 3, 1, Duration.ofMillis(10), 0));
    time.advance(Duration.ofMillis(1_020));
    assertThat(orders.call(() -> "made")).isEqualTo("made");
    assertThat(orders.statistics()).isEqualTo(new Statistics(1, 0, 1, 0, Duration.ZERO, 0));
  }

  @Test
  void namesWithoutBoundShareOneResource() {
    for (int i = 0; i < Guard.MOST_RESOURCES + 10; i++) {
      guard.resource("/orders/" + i);
    }
    assertThat(guard.resource("/orders/new").name()).isEqualTo(Guard.OTHERS);
    assertThat(guard.resource(ORDERS)).isSameAs(orders);
  }
}
