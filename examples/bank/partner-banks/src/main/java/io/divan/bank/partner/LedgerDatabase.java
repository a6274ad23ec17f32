package io.divan.bank.partner;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The ledger's database. Divan's starter makes the data source take part in global transactions.
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
class LedgerDatabase {
  private static final int MOST_CONNECTIONS = 40;

  @Bean
  DataSource ledger(@Value("${ledger.url}") String url, @Value("${ledger.user}") String user) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword("");
    pool.setMaximumPoolSize(MOST_CONNECTIONS);
    pool.setMinimumIdle(2);
    // Before the data source is wrapped for global transactions: its undo_log has to be there then.
    DatabasePopulatorUtils.execute(
        new ResourceDatabasePopulator(new ClassPathResource("schema.sql")), pool);
    return pool;
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
