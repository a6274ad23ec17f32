package io.divan.domain.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.fake.LocalReplica;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.time.ManualClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final ServiceKey SHOP = ServiceKey.of("", "G", "shop");
  private static final Duration ROUND = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final LocalReplica<RegistryCommand, RegistryMachine> replica =
      new LocalReplica<>(() -> new RegistryMachine(key -> {}), clock);
  private final Set<Integer> accepting = new HashSet<>();
  private final Prober prober =
      new Prober(
          replica,
          RegistryTest.settings(),
          (host, port, timeout) -> accepting.contains(port),
          clock,
          Runnable::run);

  @BeforeEach
  void lead() {
    replica.effects(prober);
    submit(new RegistryCommand.Register(SHOP, RegistryTest.at(80).withEphemeral(false)));
    accepting.add(80);
  }

  private void submit(RegistryCommand command) {
    replica.submit(Origin.server(), command).join();
  }

  private boolean healthy() {
    return replica.read(
        machine -> machine.find(SHOP).instances().values().iterator().next().healthy());
  }

  @Test
  void threeFailuresInARowMakeAnInstanceUnhealthyAndThreeSuccessesHealthyAgain() {
    accepting.clear();
    clock.advance(ROUND.multipliedBy(2));
    assertThat(healthy()).isTrue();
    clock.advance(ROUND);
    assertThat(healthy()).isFalse();

    accepting.add(80);
    clock.advance(ROUND.multipliedBy(2));
    assertThat(healthy()).isFalse();
    clock.advance(ROUND);
    assertThat(healthy()).isTrue();
  }

  @Test
  void aSuccessInBetweenStartsTheCountAnew() {
    accepting.clear();
    clock.advance(ROUND.multipliedBy(2));
    accepting.add(80);
    clock.advance(ROUND);
    accepting.clear();
    clock.advance(ROUND.multipliedBy(2));
    assertThat(healthy()).isTrue();
  }

  @Test
  void nothingIsLoggedWhileNothingChanges() {
    int entries = replica.entries();
    clock.advance(ROUND.multipliedBy(20));
    assertThat(replica.entries()).isEqualTo(entries);
  }

  @Test
  void aClusterWithoutChecksStaysAsItIs() {
    submit(
        new RegistryCommand.SetHealthCheck(
            SHOP, "DEFAULT", new HealthCheck(HealthCheck.Kind.NONE, 0)));
    accepting.clear();
    clock.advance(ROUND.multipliedBy(10));
    assertThat(healthy()).isTrue();
  }

  @Test
  void aClusterCanBeCheckedAtAnotherPort() {
    submit(
        new RegistryCommand.SetHealthCheck(
            SHOP, "DEFAULT", new HealthCheck(HealthCheck.Kind.TCP, 81)));
    clock.advance(ROUND.multipliedBy(3));
    assertThat(healthy()).isFalse();
  }

  @Test
  void whoDoesNotLeadDoesNotProbe() {
    accepting.clear();
    prober.follow();
    clock.advance(ROUND.multipliedBy(10));
    assertThat(healthy()).isTrue();
  }

  @Test
  void aTcpProbeTellsAnOpenPortFromAClosedOne() throws Exception {
    Probe probe = Probe.tcp();
    int port;
    try (var open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = open.getLocalPort();
      assertThat(probe.accepts("127.0.0.1", port, Duration.ofSeconds(5))).isTrue();
    }
    assertThat(probe.accepts("127.0.0.1", port, Duration.ofSeconds(5))).isFalse();
    assertThat(probe.accepts("no such host", 1, Duration.ofSeconds(5))).isFalse();
  }
}
