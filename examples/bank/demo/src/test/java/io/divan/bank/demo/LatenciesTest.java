package io.divan.bank.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void aPercentileIsTheValueThatSoManyDoNotExceed() {
    var latencies = new Latencies();
    for (int i = 2_000; i >= 1; i--) {
      latencies.add(i);
    }
    assertThat(latencies.percentile(50)).isEqualTo(Duration.ofNanos(1_000));
    assertThat(latencies.percentile(99)).isEqualTo(Duration.ofNanos(1_980));
    assertThat(latencies.percentile(100)).isEqualTo(Duration.ofNanos(2_000));
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(new Latencies().percentile(99)).isEqualTo(Duration.ZERO);
  }
}
