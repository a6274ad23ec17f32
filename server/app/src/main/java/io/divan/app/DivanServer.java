package io.divan.app;

import io.divan.domain.tx.Transactions;
import io.divan.doors.seata.SeataDoor;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.http.HttpServer;
import io.divan.kernel.http.Routes;
import io.divan.kernel.log.LogStatus;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.net.Addresses;
import io.divan.kernel.net.Network;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.telemetry.Health;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.time.Clock;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server: put together by hand in {@link #start}, taken apart in reverse by {@link #close}.
 * It can be embedded; {@link Main} is one that is not.
 */
public final class DivanServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DivanServer.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the newest first
  private final Map<String, InetSocketAddress> ports = new LinkedHashMap<>();
  private final CompletableFuture<Failure> halted = new CompletableFuture<>();

  private DivanServer() {}

  /**
   * Starts a server and returns once every port is open.
   *
   * @throws Failure if it cannot start; the message says what to do
   */
  public static DivanServer start(ServerSettings settings, Clock clock, SecureRandom random) {
    var server = new DivanServer();
    try {
      server.compose(settings, clock, random);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void compose(ServerSettings settings, Clock clock, SecureRandom random) {
    long began = System.nanoTime();
    Addresses addresses = Addresses.of(settings.net());
    var health = new Health();
    var meters = new Meters();
    DataDirectory data = own(DataDirectory.open(settings.data(), newClusterId(random)));
    ReplicatedLog controlLog =
        own(
            new ReplicatedLog(
                settings.log(), data, clock, random.nextInt(), meters, halted::complete));
    health.add("log", () -> controlLog.status().halted().map(Failure::explanation));

    // Machines come before the log starts, doors after.
    var sessions = new Sessions(controlLog.status().incarnation(), clock);
    meters.gauge("divan_sessions", "Open sessions.", () -> sessions.all().size());
    Transactions transactions =
        own(Transactions.on(controlLog, sessions, clock, random, settings.tx()));
    controlLog.start();
    transactions.start();

    Network network = own(new Network(settings.net(), addresses));
    HttpServer http = own(new HttpServer(network, settings.http()));
    var routes = new Routes();
    operations(routes, health, meters);
    if (settings.seata().enabled()) {
      SeataDoor seata =
          own(
              SeataDoor.open(
                  network,
                  transactions,
                  sessions,
                  new NoAuthentication(),
                  meters,
                  clock,
                  settings.seata()));
      ports.put("seata", seata.listener().address());
    }
    ports.put("console", http.listen("console", settings.console().port(), routes).address());

    LogStatus status = controlLog.status();
    log.info(
        "Ready: ms={} data={} log-entries={}..{} ports={}",
        (System.nanoTime() - began) / 1_000_000,
        settings.data(),
        status.firstIndex(),
        status.lastIndex(),
        ports);
  }

  private static String newClusterId(SecureRandom random) {
    byte[] bits = new byte[8];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private static void operations(Routes routes, Health health, Meters meters) {
    routes.get(
        "/health",
        request -> {
          var text = new StringBuilder();
          health
              .report()
              .forEach(
                  (part, complaint) ->
                      text.append(part)
                          .append(": ")
                          .append(complaint.isEmpty() ? "ok" : complaint)
                          .append('\n'));
          return HttpResponse.text(health.isHealthy() ? 200 : 503, text.toString());
        });
    routes.get("/metrics", request -> HttpResponse.text(200, meters.asText()));
  }

  private <T extends AutoCloseable> T own(T part) {
    parts.push(part);
    return part;
  }

  /** Where a door listens. */
  public InetSocketAddress address(String door) {
    return Objects.requireNonNull(ports.get(door), door);
  }

  /** Completes if the server cannot go on, with the reason; the process should then end. */
  public CompletableFuture<Failure> halted() {
    return halted;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // the rest is closed whatever one part says
        log.warn("Could not close {} cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
