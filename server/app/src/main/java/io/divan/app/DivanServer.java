package io.divan.app;

import io.divan.console.Console;
import io.divan.console.Inside;
import io.divan.domain.config.Configurations;
import io.divan.domain.identity.Identity;
import io.divan.domain.job.Jobs;
import io.divan.domain.registry.Probe;
import io.divan.domain.registry.Registry;
import io.divan.domain.tx.Transactions;
import io.divan.doors.nacos.NacosDoor;
import io.divan.doors.seata.SeataDoor;
import io.divan.doors.xxljob.HttpExecutors;
import io.divan.doors.xxljob.XxlJobDoor;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.http.HttpServer;
import io.divan.kernel.http.Routes;
import io.divan.kernel.log.LogStatus;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.net.Addresses;
import io.divan.kernel.net.Network;
import io.divan.kernel.peer.ClusterSettings;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.telemetry.Health;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.time.Clock;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    Instant started = clock.now();
    Addresses addresses = Addresses.of(settings.net());
    refuseStrangers(settings, addresses);
    var health = new Health();
    var meters = new Meters();
    DataDirectory data =
        own(DataDirectory.open(settings.data(), clusterId(settings.cluster(), random)));
    ReplicatedLog controlLog =
        own(
            new ReplicatedLog(
                settings.log(), data, clock, random.nextInt(), meters, halted::complete));
    health.add("log", () -> controlLog.status().halted().map(Failure::explanation));
    var sessions = new Sessions(controlLog.status().incarnation(), clock);
    meters.gauge("divan_sessions", "Open sessions.", () -> sessions.all().size());
    ExecutorService aside = aside();

    // Machines come before the log starts, doors after.
    Identity identity = own(Identity.on(controlLog, settings.identity(), clock, random));
    Configurations configurations =
        Configurations.on(controlLog, settings.config(), sessions, clock, aside);
    Registry registry =
        Registry.on(controlLog, settings.registry(), sessions, clock, aside, Probe.tcp());
    Transactions transactions =
        own(Transactions.on(controlLog, sessions, clock, random, settings.tx(), aside));
    HttpExecutors executors = own(new HttpExecutors(settings.xxlJob(), aside));
    Jobs jobs =
        own(Jobs.on(controlLog, executors, clock, random, settings.job(), inOrder("jobs"), aside));
    if (settings.cluster().isCluster()) {
      health.add("leader", () -> leaderComplaint(controlLog));
      controlLog.start(settings.cluster());
      controlLog.peers().ifPresent(peers -> sessions.connect(peers, inOrder("copies"), aside));
    } else {
      controlLog.start();
    }
    meters.gauge("divan_log_term", "Term of the log's leader.", () -> controlLog.status().term());
    bootstrap(identity, settings.cluster().isCluster());
    transactions.start();
    jobs.start();
    measure(meters, transactions);
    measure(meters, jobs);

    Network network = own(new Network(settings.net(), addresses));
    if (settings.nacos().enabled()) {
      var inside =
          new NacosDoor.Inside(
              identity, configurations, registry, sessions, health, meters, clock, aside);
      NacosDoor nacos = own(NacosDoor.open(network, inside, settings.nacos(), settings.http()));
      ports.put("nacos", nacos.httpAddress());
      ports.put("nacos-grpc", nacos.grpcAddress());
    }
    if (settings.seata().enabled()) {
      SeataDoor seata =
          own(
              SeataDoor.open(
                  network, transactions, sessions, identity, meters, clock, settings.seata()));
      ports.put("seata", seata.listener().address());
    }
    HttpServer http = own(new HttpServer(network, settings.http()));
    var routes = new Routes();
    operations(routes, health, meters);
    if (settings.xxlJob().enabled()) {
      XxlJobDoor.contribute(routes, jobs, settings.xxlJob(), settings.identity().enabled());
    }
    Console.contribute(
        routes,
        new Inside(
            identity,
            registry,
            configurations,
            transactions,
            jobs,
            sessions,
            health,
            this::addresses,
            controlLog::status,
            controlLog::membership,
            clock,
            started,
            settings.data().toAbsolutePath().toString()));
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

  /** Beyond this machine, everybody must say who they are. */
  private static void refuseStrangers(ServerSettings settings, Addresses addresses) {
    if (addresses.isBeyondLoopback() && !settings.identity().enabled()) {
      throw Failure.of(
          Kind.USER,
          "identity.off-beyond-loopback",
          "net.host = \""
              + settings.net().host()
              + "\" is reachable by others, and identity is off. Set identity.enabled = true and"
              + " identity.admin-password, or listen on 127.0.0.1.");
    }
  }

  /** Where what must not hold up an event loop or the log is done. */
  private ExecutorService aside() {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("divan-aside-", 0).factory());
    own((AutoCloseable) threads::shutdownNow);
    return threads;
  }

  /** In a cluster whoever leads may be lost meanwhile: what is there already is left as it is. */
  private static void bootstrap(Identity identity, boolean again) {
    while (true) {
      try {
        identity.bootstrap();
        return;
      } catch (Failure e) {
        boolean mayPass = e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.UNKNOWN;
        if (!again || !mayPass) {
          throw e;
        }
        log.info("Waits to begin: {}", e.explanation());
      }
    }
  }

  /** One thread of that name, for what must be done one after the other. */
  private ExecutorService inOrder(String name) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("divan-" + name).daemon(true).factory());
    own((AutoCloseable) thread::shutdownNow);
    return thread;
  }

  private static Optional<String> leaderComplaint(ReplicatedLog log) {
    return log.hasLeader()
        ? Optional.empty()
        : Optional.of("no node leads; changes are refused until more than half are there");
  }

  private static String clusterId(ClusterSettings cluster, SecureRandom random) {
    if (cluster.isCluster()) {
      return Peers.clusterId(cluster);
    }
    byte[] bits = new byte[8];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private static void measure(Meters meters, Transactions transactions) {
    meters.gauge(
        "divan_tx_active",
        "Transactions in the log and not finished.",
        () -> transactions.figures().active());
    meters.gauge(
        "divan_tx_held", "Transactions waiting for a person.", () -> transactions.figures().held());
    meters.gauge("divan_tx_locks", "Rows locked.", () -> transactions.figures().locks());
    meters.gauge(
        "divan_tx_committed",
        "Committed by this process.",
        () -> transactions.figures().committed());
    meters.gauge(
        "divan_tx_rolled_back",
        "Rolled back by this process.",
        () -> transactions.figures().rolledBack());
  }

  private static void measure(Meters meters, Jobs jobs) {
    meters.gauge("divan_jobs", "Jobs registered.", () -> jobs.figures().jobs());
    meters.gauge("divan_job_executors", "Executors registered.", () -> jobs.figures().executors());
    meters.gauge("divan_job_active", "Firings not done.", () -> jobs.figures().active());
    meters.gauge(
        "divan_job_unknown_callbacks",
        "Reports to this process on firings unknown or done.",
        () -> jobs.figures().unknownCallbacks());
  }

  private static void operations(Routes routes, Health health, Meters meters) {
    routes.get(
        "/health",
        request -> {
          var text = new StringBuilder();
          health
              .report()
              .forEach((part, complaint) ->
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

  private Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    ports.forEach(
        (door, at) -> addresses.put(door, at.getAddress().getHostAddress() + ":" + at.getPort()));
    return addresses;
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
