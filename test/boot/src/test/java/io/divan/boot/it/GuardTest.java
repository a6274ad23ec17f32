package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.nacos.api.config.ConfigFactory;
import com.alibaba.nacos.api.config.ConfigService;
import io.divan.boot.it.Applications.Guest;
import io.divan.boot.it.Applications.Host;
import io.divan.boot.it.Applications.Visitor;
import io.divan.guard.Guard;
import io.divan.process.Await;
import io.divan.rpc.RpcException;
import io.divan.testkit.EmbeddedDivan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/** Sentinel's rules, kept on the server, around calls of services. */
class GuardTest {
  private static final String GROUP = "SENTINEL_GROUP";
  private static final String GREET = Greeter.class.getName() + "#greet(java.lang.String)";

  @TempDir Path folder;

  private static String rule(String resource, String more) {
    return "[{\"resource\":\"" + resource + "\"," + more + "}]";
  }

  private static void awaitRules(ApplicationContext application, int count) {
    Await.until(
        count + " rules to be in force",
        ServicesTest.LIMIT,
        () -> application.getBean(Guard.class).rules().size() == count);
  }

  @Test
  void rulesHoldOnBothSidesAndChangeWhileTheApplicationsRun() throws Exception {
    try (var divan = EmbeddedDivan.start(folder)) {
      ConfigService server = ConfigFactory.createConfigService("127.0.0.1:" + divan.port("nacos"));
      server.publishConfig("host-authority-rules", GROUP, rule(GREET, "\"limitApp\":\"guest\""));
      try (var host = Applications.run(Host.class, divan, "--divan.tx.enabled=false");
          var guest = Applications.run(Guest.class, divan, "--divan.tx.enabled=false")) {
        ServicesTest.awaitReadiness(host, ReadinessState.ACCEPTING_TRAFFIC);
        ServicesTest.awaitReadiness(guest, ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(host.getBean(Guard.class).rules()).hasSize(1);
        Greeter greeter = guest.getBean(Visitor.class).greeter;
        assertThat(greeter.greet("Ann")).isEqualTo("Good day, Ann");

        server.publishConfig(
            "host-authority-rules", GROUP, rule(GREET, "\"limitApp\":\"guest\",\"strategy\":1"));
        Await.until(
            "the server to refuse this caller",
            ServicesTest.LIMIT,
            () -> isRefused(greeter, "SERVER_BUSY"));
        server.removeConfig("host-authority-rules", GROUP);
        awaitRules(host, 0);
        assertThat(greeter.greet("Ben")).isEqualTo("Good day, Ben");

        server.publishConfig(
            "guest-flow-rules", GROUP, rule(Greeter.class.getName(), "\"count\":0"));
        awaitRules(guest, 1);
        assertThatThrownBy(() -> greeter.greet("Cid"))
            .isInstanceOf(RpcException.class)
            .hasMessageContaining("CLIENT_BUSY");
        server.publishConfig("guest-flow-rules", GROUP, "[broken");
        server.publishConfig(
            "guest-degrade-rules", GROUP, rule("else", "\"count\":9,\"timeWindow\":1"));
        awaitRules(guest, 2);
        assertThat(guest.getBean(Guard.class).statistics()).containsKey(GREET);
        server.removeConfig("guest-flow-rules", GROUP);
        awaitRules(guest, 1);
        assertThat(greeter.greet("Dan")).isEqualTo("Good day, Dan");
      } finally {
        server.shutDown();
      }
    }
  }

  private static boolean isRefused(Greeter greeter, String how) {
    try {
      greeter.greet("Ann");
      return false;
    } catch (RpcException e) {
      return e.error().name().equals(how);
    }
  }
}
