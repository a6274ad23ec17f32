package io.divan.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.Breaker.State;
import io.divan.guard.rule.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final String PAYMENTS = "payments";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Breaker ERRORS = breaker(new Breaker.ErrorRatio(0.5), 4);

  private final ManualTicker time = new ManualTicker();
  private final List<State> heard = new ArrayList<>();
  private final Guard guard = new Guard(time, (breaker, now) -> heard.add(now));
  private final Resource payments = guard.resource(PAYMENTS);

  private static Breaker breaker(Breaker.Trip trip, int leastCalls) {
    return new Breaker(PAYMENTS, trip, SECOND, leastCalls, Duration.ofSeconds(5));
  }

  private void good(int calls) {
    for (int i = 0; i < calls; i++) {
      payments.exit(payments.enter());
    }
  }

  private void bad(int calls) {
    for (int i = 0; i < calls; i++) {
      payments.fail(payments.enter());
    }
  }

  private void taking(Duration duration) {
    long entry = payments.enter();
    time.advance(duration);
    payments.exit(entry);
  }

  private boolean isShut() {
    return payments.tryEnter() == Resource.REFUSED;
  }

  @Test
  void opensWhenMoreThanTheShareFails() {
    guard.rules(List.of(ERRORS));
    good(3);
    bad(3);
    assertThat(heard).isEmpty();
    bad(1);
    assertThat(heard).containsExactly(State.OPEN);
    assertThat(isShut()).isTrue();
    assertThat(guard.breakers()).containsEntry(ERRORS, State.OPEN);
  }

  @Test
  void withFewCallsItStaysClosed() {
    guard.rules(List.of(ERRORS));
    bad(3);
    assertThat(heard).isEmpty();
  }

  @Test
  void whatIsLongAgoDoesNotCount() {
    guard.rules(List.of(ERRORS));
    bad(3);
    time.advance(Duration.ofMillis(1_020));
    bad(3);
    assertThat(heard).isEmpty();
  }

  @Test
  void opensWhenCallsBecomeSlow() {
    guard.rules(List.of(breaker(new Breaker.SlowRatio(Duration.ofMillis(50), 0.5), 3)));
    taking(Duration.ofMillis(50));
    taking(Duration.ofMillis(51));
    assertThat(heard).isEmpty();
    taking(Duration.ofMillis(51));
    assertThat(heard).containsExactly(State.OPEN);
  }

  @Test
  void aShareOfOneIsReachedWhenAllAreBad() {
    guard.rules(List.of(breaker(new Breaker.ErrorRatio(1), 2)));
    bad(2);
    assertThat(heard).containsExactly(State.OPEN);
  }

  @Test
  void opensWhenMoreThanTheCountFails() {
    guard.rules(List.of(breaker(new Breaker.ErrorCount(3), 1)));
    good(100);
    bad(3);
    assertThat(heard).isEmpty();
    bad(1);
    assertThat(heard).containsExactly(State.OPEN);
  }

  @Test
  void oneProbeClosesItAndItsPastIsForgotten() {
    guard.rules(List.of(ERRORS));
    bad(4);
    time.advance(Duration.ofSeconds(5));
    long probe = payments.enter();
    assertThat(isShut()).as("while the probe is out").isTrue();
    payments.exit(probe);
    assertThat(heard).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    bad(3);
    assertThat(heard).hasSize(3);
  }

  @Test
  void aBadProbeOpensItAgain() {
    guard.rules(List.of(ERRORS));
    bad(4);
    time.advance(Duration.ofSeconds(5));
    payments.fail(payments.enter());
    assertThat(heard).containsExactly(State.OPEN, State.HALF_OPEN, State.OPEN);
    time.advance(Duration.ofMillis(4_900));
    assertThat(isShut()).isTrue();
  }

  @Test
  void aProbeThatNeverComesBackIsReplaced() {
    guard.rules(List.of(ERRORS));
    bad(4);
    time.advance(Duration.ofSeconds(5));
    payments.enter();
    time.advance(Duration.ofSeconds(5));
    payments.exit(payments.enter());
    assertThat(heard).endsWith(State.CLOSED);
  }

  @Test
  void callsFromBeforeDoNotDecideForTheProbe() {
    guard.rules(List.of(ERRORS));
    long early = payments.enter();
    bad(4);
    time.advance(Duration.ofSeconds(5));
    long probe = payments.enter();
    payments.fail(early);
    assertThat(heard).endsWith(State.HALF_OPEN);
    payments.exit(probe);
    assertThat(heard).endsWith(State.CLOSED);
  }

  @Test
  void aProbeThatASecondBreakerRefusesIsNotWaitedFor() {
    Breaker longer =
        new Breaker(PAYMENTS, new Breaker.ErrorCount(3), SECOND, 1, Duration.ofSeconds(6));
    guard.rules(List.of(ERRORS, longer));
    bad(4);
    time.advance(Duration.ofSeconds(5));
    assertThat(isShut()).isTrue();
    time.advance(Duration.ofSeconds(1));
    good(1);
    assertThat(guard.breakers()).containsEntry(ERRORS, State.CLOSED);
    assertThat(guard.breakers()).containsEntry(longer, State.CLOSED);
  }

  @Test
  void aProbeThatWasNotMadeClosesNothingAndTheNextCallProbes() {
    guard.rules(List.of(ERRORS));
    bad(4);
    time.advance(Duration.ofSeconds(5));
    payments.abandon(payments.enter());
    assertThat(guard.breakers()).containsEntry(ERRORS, State.OPEN);
    assertThat(payments.statistics().inFlight()).isZero();
    good(1);
    assertThat(guard.breakers()).containsEntry(ERRORS, State.CLOSED);
  }

  @Test
  void whatARateLimitRefusesIsNoProbe() {
    guard.rules(List.of(ERRORS, RateLimit.of(PAYMENTS, 4)));
    bad(4);
    assertThat(isShut()).isTrue();
    time.advance(Duration.ofSeconds(5));
    good(1);
    assertThat(heard).endsWith(State.CLOSED);
  }
}
