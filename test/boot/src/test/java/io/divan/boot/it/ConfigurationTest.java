package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.config.ConfigFactory;
import com.alibaba.nacos.api.config.ConfigService;
import io.divan.boot.DivanConfigurationChanged;
import io.divan.process.Await;
import io.divan.testkit.EmbeddedDivan;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** Properties kept on the server. */
class ConfigurationTest {
  private static final String GROUP = "DEFAULT_GROUP";

  @TempDir Path folder;

  @ConfigurationProperties("limits")
  static class Limits {
    private int mostPerDay = 1;

    public int getMostPerDay() {
      return mostPerDay;
    }

    public void setMostPerDay(int most) {
      mostPerDay = most;
    }
  }

  static class Heard {
    final Queue<DivanConfigurationChanged> events = new ConcurrentLinkedQueue<>();

    @EventListener
    void changed(DivanConfigurationChanged event) {
      events.add(event);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableConfigurationProperties(Limits.class)
  @Import(Heard.class)
  static class Teller {}

  private static void awaitLimit(ConfigurableApplicationContext teller, int expected) {
    Await.until(
        "the limit to be " + expected,
        ServicesTest.LIMIT,
        () -> teller.getBean(Limits.class).getMostPerDay() == expected);
  }

  @Test
  void whatTheServerSaysHoldsFromTheStartAndWhenItChanges() throws Exception {
    try (var divan = EmbeddedDivan.start(folder)) {
      ConfigService server = ConfigFactory.createConfigService("127.0.0.1:" + divan.port("nacos"));
      server.publishConfig("teller.yaml", GROUP, "limits:\n  most-per-day: 5\nhall: north\n");
      try (var teller =
          Applications.run(
              Teller.class, divan, "--divan.tx.enabled=false", "--divan.config.timeout=20s")) {
        assertThat(teller.getBean(Limits.class).getMostPerDay()).isEqualTo(5);
        server.publishConfig("teller.yaml", GROUP, "limits:\n  most-per-day: 6\nhall: north\n");
        awaitLimit(teller, 6);
        var event = teller.getBean(Heard.class).events;
        Await.until("the event", ServicesTest.LIMIT, () -> !event.isEmpty());
        assertThat(event.element().keys()).containsExactly("limits.most-per-day");

        // What cannot be read leaves the last good values in force.
        server.publishConfig("teller.yaml", GROUP, "limits: {broken\n");
        // The properties document wins over the other.
        server.publishConfig("teller.properties", GROUP, "limits.most-per-day=7\n");
        awaitLimit(teller, 7);
        assertThat(teller.getEnvironment().getProperty("hall")).isEqualTo("north");
        server.removeConfig("teller.properties", GROUP);
        awaitLimit(teller, 6);
      } finally {
        server.shutDown();
      }
    }
  }
}
