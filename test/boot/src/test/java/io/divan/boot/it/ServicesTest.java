package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingFactory;
import com.alibaba.nacos.api.naming.NamingService;
import io.divan.boot.it.Applications.Caller;
import io.divan.boot.it.Applications.Guest;
import io.divan.boot.it.Applications.Host;
import io.divan.boot.it.Applications.PoliteGreeter;
import io.divan.boot.it.Applications.Visitor;
import io.divan.process.Await;
import io.divan.testkit.EmbeddedDivan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  @Test
  void anApplicationThatStopsLeavesTheRegistryAndFinishesItsCalls() throws Exception {
    try (var divan = EmbeddedDivan.start(folder);
        var host = Applications.run(Host.class, divan, "--divan.rpc.drain-timeout=30s");
        var guest = Applications.run(Guest.class, divan)) {
      awaitReadiness(guest, ReadinessState.ACCEPTING_TRAFFIC);
      Greeter greeter = guest.getBean(Visitor.class).greeter;
      PoliteGreeter polite = host.getBean(PoliteGreeter.class);
      CompletableFuture<String> slow =
          CompletableFuture.supplyAsync(greeter::waitForTheDoor, ServicesTest::inItsOwnThread);
      assertThat(polite.atTheDoor.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(host::close, ServicesTest::inItsOwnThread);
      awaitGone(divan, "host");
      assertThat(stopped).isNotDone();
      polite.door.countDown();
      assertThat(slow.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("after you");
      stopped.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void inItsOwnThread(Runnable task) {
    Thread _ = Thread.ofVirtual().start(task);
  }

  private static void awaitGone(EmbeddedDivan divan, String application) throws NacosException {
    NamingService registry = NamingFactory.createNamingService("127.0.0.1:" + divan.port("nacos"));
    try {
      Await.until(
          application + " to be off the registry",
          LIMIT,
          () -> registry.getAllInstances(application, false).isEmpty());
    } finally {
      registry.shutDown();
    }
  }
}
