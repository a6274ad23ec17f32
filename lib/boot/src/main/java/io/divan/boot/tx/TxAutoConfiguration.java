package io.divan.boot.tx;

import io.divan.boot.DivanProperties;
import io.divan.boot.DivanProperties.DataSources;
import io.divan.rpc.client.ClientFilter;
import io.divan.rpc.server.ServerFilter;
import org.apache.seata.spring.annotation.GlobalTransactionScanner;
import org.apache.seata.spring.annotation.datasource.SeataAutoDataSourceProxyCreator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Begins and joins global transactions. */
@AutoConfiguration
@ConditionalOnProperty("divan.server")
@ConditionalOnProperty(name = "divan.tx.enabled", matchIfMissing = true)
class TxAutoConfiguration {
  /** Also finds what takes part by try, confirm and cancel. */
  @Bean
  @ConditionalOnMissingBean
  static GlobalTransactionScanner divanGlobalTransactionScanner(Environment environment) {
    DivanProperties properties = DivanProperties.of(environment);
    SeataSettings.of(properties).apply();
    GlobalTransactionScanner.setAccessKey(properties.accessKey());
    GlobalTransactionScanner.setSecretKey(properties.secretKey());
    return new GlobalTransactionScanner(
        environment.getProperty("spring.application.name", "application"), properties.tx().group());
  }

  @Bean
  @Conditional(DataSourcesTakePart.class)
  static SeataAutoDataSourceProxyCreator divanDataSourceProxies(
      Environment environment, GlobalTransactionScanner afterSettings) {
    DataSources mode = DivanProperties.of(environment).tx().dataSources();
    return new SeataAutoDataSourceProxyCreator(false, new String[0], mode.name());
  }

  @Bean
  SeataConnection divanSeataConnection(GlobalTransactionScanner scanner) {
    return new SeataConnection(scanner.getTxServiceGroup());
  }

  @Bean
  ClientFilter divanXidClientFilter() {
    return new XidClientFilter();
  }

  @Bean
  ServerFilter divanXidServerFilter() {
    return new XidServerFilter();
  }
}
