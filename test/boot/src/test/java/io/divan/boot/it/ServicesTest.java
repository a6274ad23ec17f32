package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.boot.it.Applications.Caller;
import io.divan.boot.it.Applications.Guest;
import io.divan.boot.it.Applications.Host;
import io.divan.boot.it.Applications.Visitor;
import io.divan.process.Await;
import io.divan.testkit.EmbeddedDivan;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/** Services of one application used by another. */
class ServicesTest {
  static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  static void awaitReadiness(ApplicationContext application, ReadinessState state) {
    Await.until(
        "the application to be " + state,
        LIMIT,
        () -> application.getBean(ApplicationAvailability.class).getReadinessState() == state);
  }

  @Test
  void whatOneApplicationOffersAnotherCanUse() {
    try (var divan = EmbeddedDivan.start(folder);
        var provider = Applications.run(Host.class, divan);
        var consumer = Applications.run(Guest.class, divan)) {
      awaitReadiness(provider, ReadinessState.ACCEPTING_TRAFFIC);
      awaitReadiness(consumer, ReadinessState.ACCEPTING_TRAFFIC);
      assertThat(consumer.getBean(Visitor.class).greeter.greet("Ann")).isEqualTo("Good day, Ann");
      assertThat(consumer.getBean(Caller.class).greeter.greet("Ben")).isEqualTo("Good day, Ben");
    }
  }
}
