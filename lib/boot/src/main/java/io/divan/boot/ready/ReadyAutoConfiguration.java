package io.divan.boot.ready;

import io.divan.boot.Requirement;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ties the application's readiness to its requirements. */
@AutoConfiguration(before = ApplicationAvailabilityAutoConfiguration.class)
@ConditionalOnProperty("divan.server")
class ReadyAutoConfiguration {
  @Bean("applicationAvailability")
  Readiness divanReadiness(
      ApplicationEventPublisher events, ObjectProvider<Requirement> requirements) {
    List<Requirement> all = requirements.orderedStream().toList();
    return new Readiness(events, all);
  }

  /** Only if there is a health page to be on. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class HealthPage {
    @Bean
    HealthIndicator divanHealthIndicator(Readiness readiness) {
      return () -> {
        Health.Builder health = readiness.missing().isEmpty() ? Health.up() : Health.down();
        for (Requirement each : readiness.requirements()) {
          health.withDetail(each.name(), each.isMet() ? "connected" : "missing");
        }
        return health.build();
      };
    }
  }
}
