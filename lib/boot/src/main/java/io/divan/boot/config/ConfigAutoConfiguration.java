package io.divan.boot.config;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Refreshes what came from the server's configuration. */
@AutoConfiguration
@ConditionalOnBean(RemoteConfiguration.class)
@EnableConfigurationProperties
class ConfigAutoConfiguration {
  @Bean
  ConfigurationRefresh divanConfigurationRefresh(
      ApplicationContext context,
      RemoteConfiguration configuration,
      ConfigurationPropertiesBindingPostProcessor binder) {
    return new ConfigurationRefresh(context, configuration, binder);
  }
}
