package io.divan.boot.guard;

import io.divan.boot.DivanProperties;
import io.divan.boot.config.ServerDocuments;
import io.divan.guard.Guard;
import io.divan.guard.Ticker;
import io.divan.rpc.client.ClientFilter;
import io.divan.rpc.server.ServerFilter;
import org.apache.commons.logging.LogFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Guards calls of services with the rules that the server keeps. */
@AutoConfiguration
@ConditionalOnProperty("divan.server")
@ConditionalOnProperty(name = "divan.guard.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DivanProperties.class)
class GuardAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  @Bean
  @ConditionalOnMissingBean
  Guard divanGuard() {
    return new Guard(
        Ticker.system(),
        (breaker, now) -> LOG.warn("the breaker of '{}' is now {}", breaker.resource(), now));
  }

  @Bean
  @ConditionalOnMissingBean
  ServerDocuments divanServerDocuments(DivanProperties properties) {
    return new ServerDocuments(LogFactory.getLog(ServerDocuments.class), properties);
  }

  @Bean
  GuardRules divanGuardRules(
      Guard guard,
      ServerDocuments server,
      DivanProperties properties,
      @Value("${spring.application.name:application}") String application) {
    var rules = new GuardRules(guard, application);
    rules.follow(server, properties.guard().group());
    return rules;
  }

  @Bean
  GuardedMethods divanGuardedMethods(Guard guard) {
    return new GuardedMethods(guard);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ClientFilter divanGuardClientFilter(GuardedMethods methods) {
    return new GuardClientFilter(methods);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ServerFilter divanGuardServerFilter(GuardedMethods methods) {
    return new GuardServerFilter(methods);
  }
}
