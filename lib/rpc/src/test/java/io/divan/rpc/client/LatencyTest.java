package io.divan.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aPeakCountsAtOnceAndIsForgottenSlowly() {
    Latency latency = new Latency(0);
    latency.observe(1_000, SECOND);
    assertThat(latency.nanos(SECOND)).isEqualTo(1_000);
    latency.observe(50_000, 2 * SECOND);
    assertThat(latency.nanos(2 * SECOND)).isEqualTo(50_000);
    latency.observe(1_000, 3 * SECOND);
    assertThat(latency.nanos(3 * SECOND)).isBetween(44_000.0, 46_000.0);
    for (int i = 4; i < 60; i++) {
      latency.observe(1_000, i * SECOND);
    }
    assertThat(latency.nanos(60 * SECOND)).isLessThan(1_500);
  }

  @Test
  void aServerThatIsNotAskedIsForgivenInTime() {
    Latency latency = new Latency(0);
    latency.observe(100_000, 0);
    assertThat(latency.nanos(10 * SECOND)).isCloseTo(36_788, within(1.0));
    assertThat(latency.nanos(11 * SECOND)).isZero();
  }

  @Test
  void oneGoodAnswerAfterALongPauseMakesUpForTheSlowOneBefore() {
    Latency latency = new Latency(0);
    latency.observe(SECOND, 0);
    latency.observe(1_000, 11 * SECOND);
    assertThat(latency.nanos(11 * SECOND)).isEqualTo(1_000);
  }

  @Test
  void pausesDoubleUpToABoundAndDifferFromClientToClient() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new SplittableRandom(1));
    long[] whole = {100, 200, 400, 800, 1_000, 1_000};
    for (long most : whole) {
      assertThat(backoff.pause() / 1e6).isBetween(most / 2.0, (double) most);
    }
    backoff.reset();
    assertThat(backoff.pause() / 1e6).isLessThanOrEqualTo(100);
  }
}
