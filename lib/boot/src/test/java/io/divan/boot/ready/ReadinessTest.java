package io.divan.boot.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.boot.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

class ReadinessTest {
  private boolean met;

  private final Requirement requirement =
      new Requirement() {
        @Override
        public String name() {
          return "the moon";
        }

        @Override
        public boolean isMet() {
          return met;
        }
      };

  private final Readiness readiness = new Readiness(event -> {}, List.of(requirement));

  private void bootSays(ReadinessState state) {
    readiness.onApplicationEvent(new AvailabilityChangeEvent<>(this, state));
  }

  @Test
  void trafficIsRefusedWhileSomethingIsMissing() {
    bootSays(ReadinessState.ACCEPTING_TRAFFIC);
    assertThat(readiness.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
    assertThat(readiness.missing()).containsExactly("the moon");
  }

  @Test
  void trafficIsAcceptedWhenBootSaysSoAndNothingIsMissing() {
    met = true;
    bootSays(ReadinessState.ACCEPTING_TRAFFIC);
    assertThat(readiness.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
    bootSays(ReadinessState.REFUSING_TRAFFIC);
    assertThat(readiness.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
  }
}
