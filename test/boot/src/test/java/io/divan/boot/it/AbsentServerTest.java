package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.naming.NamingFactory;
import com.alibaba.nacos.api.naming.NamingService;
import io.divan.boot.it.Applications.Guest;
import io.divan.boot.it.Applications.Host;
import io.divan.boot.it.Applications.Visitor;
import io.divan.process.Await;
import io.divan.process.Ports;
import io.divan.testkit.EmbeddedDivan;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

/** Applications that are there before the server is. */
class AbsentServerTest {
  @TempDir Path folder;

  @Test
  void anApplicationWithoutItsServerStartsAndIsReadyWhenTheServerIsThere() throws Exception {
    int nacos = Ports.free(0, 1000);
    int seata = Ports.free();
    String soon = "--divan.config.timeout=100ms";
    try (var host = Applications.run(Host.class, nacos, seata, soon);
        var guest = Applications.run(Guest.class, nacos, seata, soon)) {
      assertThat(host.getBean(ApplicationAvailability.class).getReadinessState())
          .isEqualTo(ReadinessState.REFUSING_TRAFFIC);
      assertThat(guest.getBean(ApplicationAvailability.class).getReadinessState())
          .isEqualTo(ReadinessState.REFUSING_TRAFFIC);
      Map<String, String> ports = Map.of("nacos.http-port", "" + nacos, "seata.port", "" + seata);
      try (var divan = EmbeddedDivan.start(folder, ports)) {
        assertThat(divan.port("nacos")).isEqualTo(nacos);
        ServicesTest.awaitReadiness(host, ReadinessState.ACCEPTING_TRAFFIC);
        ServicesTest.awaitReadiness(guest, ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(guest.getBean(Visitor.class).greeter.greet("Ann")).isEqualTo("Good day, Ann");
        NamingService registry = NamingFactory.createNamingService("127.0.0.1:" + nacos);
        try {
          Await.until(
              "both applications to be registered",
              ServicesTest.LIMIT,
              () ->
                  registry.getAllInstances("host", false).size() == 1
                      && registry.getAllInstances("guest", false).size() == 1);
        } finally {
          registry.shutDown();
        }
      }
      ServicesTest.awaitReadiness(guest, ReadinessState.REFUSING_TRAFFIC);
    }
  }
}
