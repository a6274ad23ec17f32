package io.divan.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StandingTest {
  private static final long SECOND = 1_000_000_000L;

  private final Standing standing = new Standing();

  @Test
  void theRateOfFailuresFollowsTheLastCalls() {
    for (int i = 0; i < 1_000; i++) {
      if (i % 5 == 0) {
        standing.failed();
      } else {
        standing.succeeded();
      }
    }
    assertThat(standing.failures()).isCloseTo(0.2, within(0.1));
    for (int i = 0; i < 400; i++) {
      standing.succeeded();
    }
    assertThat(standing.failures()).isZero();
  }

  @Test
  void fourFailuresInARowAreTooManyAndThreeAreNot() {
    for (int i = 0; i < 3; i++) {
      standing.failed();
    }
    assertThat(standing.failures()).isLessThan(Standing.TOO_MANY);
    standing.failed();
    assertThat(standing.failures()).isGreaterThan(Standing.TOO_MANY);
  }

  @Test
  void whoIsOutComesBackByAndBy() {
    assertThat(standing.part(0)).isEqualTo(1);
    assertThat(standing.eject(0)).isEqualTo(5 * SECOND);
    assertThat(standing.isAway(4 * SECOND)).isTrue();
    assertThat(standing.part(4 * SECOND)).isZero();
    assertThat(standing.isAway(5 * SECOND)).isFalse();
    assertThat(standing.part(5 * SECOND)).isCloseTo(0.1, within(1e-9));
    assertThat(standing.part(10 * SECOND)).isCloseTo(0.55, within(1e-9));
    assertThat(standing.isInFull()).isFalse();
    assertThat(standing.part(16 * SECOND)).isEqualTo(1);
    assertThat(standing.isInFull()).isTrue();
  }

  @Test
  void whoIsOutAgainSoonStaysTwiceAsLongAndAMinuteAtMost() {
    long now = 0;
    long last = standing.eject(now);
    for (int i = 0; i < 6; i++) {
      now += last + SECOND;
      long next = standing.eject(now);
      assertThat(next).isEqualTo(Math.min(60 * SECOND, 2 * last));
      last = next;
    }
    assertThat(standing.eject(now + last + 61 * SECOND)).isEqualTo(5 * SECOND);
  }

  @Test
  void aServersBestIsKnownOnlyFromEnoughAnswers() {
    standing.answered(30);
    standing.answered(20);
    assertThat(standing.takeFastest(3)).isZero();
    standing.answered(70);
    standing.answered(50);
    standing.answered(90);
    assertThat(standing.takeFastest(3)).isEqualTo(50);
    assertThat(standing.takeFastest(3)).isZero();
  }
}
