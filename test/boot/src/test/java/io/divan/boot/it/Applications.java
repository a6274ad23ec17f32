package io.divan.boot.it;

import io.divan.boot.DivanReference;
import io.divan.boot.DivanService;
import io.divan.testkit.EmbeddedDivan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The applications of these tests, each a context of its own. */
final class Applications {
  private Applications() {}

  /** Starts one. */
  static ConfigurableApplicationContext run(
      Class<?> application, int nacosPort, int seataPort, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--divan.server=127.0.0.1");
    arguments.add("--divan.nacos-port=" + nacosPort);
    arguments.add("--divan.seata-port=" + seataPort);
    arguments.add("--divan.rpc.port=0");
    arguments.add(
        "--spring.application.name=" + application.getSimpleName().toLowerCase(Locale.ROOT));
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .run(arguments.toArray(String[]::new));
  }

  static ConfigurableApplicationContext run(
      Class<?> application, EmbeddedDivan divan, String... more) {
    return run(application, divan.port("nacos"), divan.port("seata"), more);
  }

  /** Offers a greeter. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(PoliteGreeter.class)
  static class Host {}

  @DivanService
  static class PoliteGreeter implements Greeter {
    final CountDownLatch atTheDoor = new CountDownLatch(1);
    final CountDownLatch door = new CountDownLatch(1);

    @Override
    public String greet(String name) {
      return "Good day, " + name;
    }

    @Override
    public String waitForTheDoor() {
      atTheDoor.countDown();
      try {
        door.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "after you";
    }
  }

  /** Uses a greeter, injected in both ways. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({Visitor.class, Caller.class})
  static class Guest {}

  static class Visitor {
    @DivanReference(timeoutMillis = 30_000)
    Greeter greeter;
  }

  static class Caller {
    final Greeter greeter;

    Caller(@DivanReference(timeoutMillis = 30_000) Greeter greeter) {
      this.greeter = greeter;
    }
  }
}
