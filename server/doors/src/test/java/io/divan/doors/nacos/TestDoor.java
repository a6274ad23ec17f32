package io.divan.doors.nacos;

import io.divan.domain.config.ConfigSettings;
import io.divan.domain.config.Configurations;
import io.divan.domain.identity.Identity;
import io.divan.domain.identity.IdentitySettings;
import io.divan.domain.registry.Registry;
import io.divan.domain.registry.RegistrySettings;
import io.divan.kernel.http.HttpSettings;
import io.divan.kernel.log.LogSettings;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.net.Addresses;
import io.divan.kernel.net.NetSettings;
import io.divan.kernel.net.Network;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.telemetry.Health;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The door with everything behind it that is real: the domains on a log on disk. */
final class TestDoor implements AutoCloseable {
  final Identity identity;
  final Configurations configurations;
  final Registry registry;
  final Sessions sessions;
  final NacosDoor door;
  private final Network network;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Every part's settings. */
  record All(
      NetSettings net,
      LogSettings log,
      HttpSettings http,
      IdentitySettings identity,
      ConfigSettings config,
      RegistrySettings registry,
      NacosSettings nacos) {}

  private TestDoor(Path folder, Clock clock, All settings) {
    var random = new SecureRandom();
    var meters = new Meters();
    var health = new Health();
    DataDirectory data = own(DataDirectory.open(folder, "test" + random.nextInt(1_000_000)));
    ReplicatedLog log =
        own(new ReplicatedLog(settings.log(), data, clock, random.nextInt(), meters, why -> {}));
    ExecutorService aside = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    own((AutoCloseable) aside::shutdownNow);
    sessions = new Sessions(log.status().incarnation(), clock);
    identity = own(Identity.on(log, settings.identity(), clock, random));
    configurations = Configurations.on(log, settings.config(), sessions, clock, aside);
    registry =
        Registry.on(
            log, settings.registry(), sessions, clock, aside, (host, port, timeout) -> true);
    log.start();
    identity.bootstrap();
    network = own(new Network(settings.net(), Addresses.of(settings.net())));
    var inside =
        new NacosDoor.Inside(
            identity, configurations, registry, sessions, health, meters, clock, aside);
    door = own(NacosDoor.open(network, inside, settings.nacos(), settings.http()));
  }

  /**
   * Opens a door on free ports.
   *
   * @param more settings by key
   */
  static TestDoor open(Path folder, Clock clock, Map<String, String> more) {
    Map<String, String> given = new HashMap<>(Map.of("nacos.http-port", "0"));
    given.putAll(more);
    All settings =
        Settings.read(All.class, List.<Source>of(new Source.Given("test", given))).values();
    return new TestDoor(folder, clock, settings);
  }

  private <T extends AutoCloseable> T own(T part) {
    parts.push(part);
    return part;
  }

  int grpcPort() {
    return door.grpcAddress().getPort();
  }

  int httpPort() {
    return door.httpAddress().getPort();
  }

  /** Bytes held of requests that are not whole. */
  long unfinished() {
    return network.unfinished().held();
  }

  /** Whether a new client is taken. */
  boolean isReachable() {
    try (var client = new RawClient(grpcPort())) {
      return client.ask("ServerCheckRequest", "{}").type().equals("ServerCheckResponse");
    } catch (Exception e) {
      return false;
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
