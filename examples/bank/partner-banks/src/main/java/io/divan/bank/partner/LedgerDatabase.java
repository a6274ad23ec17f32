package io.divan.bank.partner;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DataSourceInitializer;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The ledger's database. Divan's starter makes the data source take part in global transactions. */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
class LedgerDatabase {
  private static final int MOST_CONNECTIONS = 40;

  @Bean
  DataSource ledger(
      @Value("${ledger.url}") String url, @Value("${ledger.user}") String user) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword("");
    pool.setMaximumPoolSize(MOST_CONNECTIONS);
    pool.setMinimumIdle(2);
    return pool;
  }

  @Bean
  DataSourceInitializer tables(DataSource ledger) {
    var initializer = new DataSourceInitializer();
    initializer.setDataSource(ledger);
    initializer.setDatabasePopulator(
        new ResourceDatabasePopulator(new ClassPathResource("schema.sql")));
    return initializer;
  }

  @Bean
  JdbcTemplate sql(DataSource ledger) {
    return new JdbcTemplate(ledger);
  }

  @Bean
  JdbcTransactionManager transactions(DataSource ledger) {
    return new JdbcTransactionManager(ledger);
  }
}
