package io.divan.testkit;

import io.divan.app.DivanServer;
import io.divan.app.ServerSettings;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.ManualClock;
import io.divan.kernel.time.SystemClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole server within a test: every door on a free port of loopback, its data in the test's own
 * folder.
 *
 * <pre>{@code
 * try (var divan = EmbeddedDivan.start(folder)) {
 *   properties.put("serverAddr", "127.0.0.1:" + divan.port("nacos"));
 * }
 * }</pre>
 */
public final class EmbeddedDivan implements AutoCloseable {
  private final DivanServer server;
  private final Runnable closeClock;

  private EmbeddedDivan(DivanServer server, Runnable closeClock) {
    this.server = server;
    this.closeClock = closeClock;
  }

  /** Starts a server on the machine's own clock. */
  public static EmbeddedDivan start(Path folder) {
    return start(folder, Map.of());
  }

  /**
   * Starts a server on the machine's own clock.
   *
   * @param settings by key, beyond the folder and the ports
   */
  public static EmbeddedDivan start(Path folder, Map<String, String> settings) {
    var clock = new SystemClock();
    return start(folder, settings, clock, clock::close);
  }

  /**
   * Starts a server whose time stands still until the test moves it: time-outs, retries and expiry
   * come when the test says so.
   */
  public static EmbeddedDivan start(Path folder, Map<String, String> settings, ManualClock clock) {
    return start(folder, settings, clock, () -> {});
  }

  /** A clock for {@link #start(Path, Map, ManualClock)}. */
  public static ManualClock clockAt(Instant start) {
    return new ManualClock(start);
  }

  private static EmbeddedDivan start(
      Path folder, Map<String, String> settings, Clock clock, Runnable closeClock) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("data", folder.resolve("divan").toString());
    all.put("console.port", "0");
    all.put("nacos.http-port", "0");
    all.put("seata.port", "0");
    all.putAll(settings);
    ServerSettings values =
        Settings.read(ServerSettings.class, List.of(new Source.Given("test", all))).values();
    return new EmbeddedDivan(DivanServer.start(values, clock, new SecureRandom()), closeClock);
  }

  /**
   * Where a door listens.
   *
   * @param door {@code console}, {@code nacos}, {@code nacos-grpc} or {@code seata}
   */
  public int port(String door) {
    return server.address(door).getPort();
  }

  @Override
  public void close() {
    server.close();
    closeClock.run();
  }
}
