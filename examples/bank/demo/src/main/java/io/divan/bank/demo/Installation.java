package io.divan.bank.demo;

import io.divan.process.Checkout;
import io.divan.process.ClusterProcesses;
import io.divan.process.DatabaseProcess;
import io.divan.process.Ports;
import io.divan.process.ServerPorts;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All processes of a run: the server or the nodes of a cluster, two databases and the bank's three
 * applications.
 */
final class Installation implements AutoCloseable {
  private static final Map<FaultPlan.Victim, String> PROGRAMS =
      Map.of(
          FaultPlan.Victim.HOME_BANK, "home-bank",
          FaultPlan.Victim.PARTNER_BANKS, "partner-banks",
          FaultPlan.Victim.CLEARING, "clearing");

  private static final int LINK_PORT = 7850;

  private static final List<String> APPLICATION_JVM =
      List.of(
          "-Xmx192m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "--sun-misc-unsafe-memory-access=allow");

  private final Path folder;
  private final ServerPorts ports;
  private final int nodes;
  private final Queue<Runnable> stopFirst = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> stopThen = new ConcurrentLinkedQueue<>();
  private final Map<FaultPlan.Victim, Application> applications =
      new EnumMap<>(FaultPlan.Victim.class);
  private List<ServerProcess> servers = List.of();
  private @Nullable ClusterProcesses cluster;
  private @Nullable ServerProcess killed;
  private @Nullable DatabaseProcess home;
  private @Nullable DatabaseProcess partners;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   * @param ports of every node
   * @param nodes 1 for a single server, otherwise the members of a cluster
   */
  Installation(Path folder, ServerPorts ports, int nodes) {
    this.nodes = nodes;
    this.folder = folder;
    this.ports = ports;
  }

  /** Refuses to begin what cannot work. */
  void requireFreePorts() throws DemoFailure {
    List<Integer> taken = ports.all().stream().filter(Ports::isOpen).toList();
    if (!taken.isEmpty()) {
      throw new DemoFailure(
          "another program (another Divan?) listens on "
              + String.join(", ", taken.stream().map(String::valueOf).toList())
              + ". Stop it, or run the demo with --ports free.");
    }
  }

  /** Starts the server and both databases at the same time, and waits until they are ready. */
  void startServerAndDatabases() throws DemoFailure {
    var all = new Together();
    all.run(this::startServers);
    all.run(() -> home = started(database("home-database")));
    all.run(() -> partners = started(database("partners-database")));
    all.join();
  }

  private void startServers() {
    if (nodes == 1) {
      ServerProcess alone = ServerProcess.start(folder.resolve("server"), ports, Map.of());
      servers = List.of(started(alone));
    } else {
      int link = ports.equals(ServerPorts.DEFAULT) ? LINK_PORT : Ports.free();
      var started = ClusterProcesses.startOnHosts(folder.resolve("cluster"), nodes, ports, link);
      cluster = started(started);
      servers = started.members();
    }
  }

  /** Where the registry is, {@code host:port} with commas between. */
  String registry() {
    return servers.stream()
        .map(each -> each.host() + ":" + each.nacosPort())
        .collect(Collectors.joining(","));
  }

  private DatabaseProcess database(String name) {
    return DatabaseProcess.start(DatabaseProcess.Kind.MARIADB, folder.resolve(name));
  }

  private <T extends AutoCloseable> T started(T process) {
    stopThen.add(() -> close(process));
    return process;
  }

  private static void close(AutoCloseable process) {
    try {
      process.close();
    } catch (Exception e) { // declared by the interface; the others are to be stopped all the same
      throw new IllegalStateException(e);
    }
  }

  /** Launches the bank; its services are there a few seconds later. */
  void startApplications() {
    PROGRAMS.forEach((victim, program) -> {
      Application application = Application.start(program, command(victim, program), folder);
      applications.put(victim, application);
      stopFirst.add(application::stop);
    });
  }

  private List<String> command(FaultPlan.Victim victim, String program) {
    Path jar =
        Checkout.root()
            .resolve("examples/bank/" + program + "/target/bank/bank-" + program + ".jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(APPLICATION_JVM);
    command.add("-DJM.LOG.PATH=" + folder.resolve(program + "-nacos"));
    command.add("-DJM.SNAPSHOT.PATH=" + folder.resolve(program + "-nacos"));
    command.addAll(List.of("-jar", jar.toString()));
    command.add(
        "--divan.server="
            + servers.stream().map(ServerProcess::host).collect(Collectors.joining(",")));
    command.add("--divan.nacos-port=" + ports.nacos());
    command.add("--divan.seata-port=" + ports.seata());
    command.add("--divan.rpc.port=0");
    if (victim != FaultPlan.Victim.CLEARING) {
      command.add("--ledger.user=" + home().user());
      command.add(
          "--ledger.url=" + (victim == FaultPlan.Victim.HOME_BANK ? homeUrl() : partnersUrl()));
    }
    return command;
  }

  private String homeUrl() {
    return url(home(), "home");
  }

  private String partnersUrl() {
    return url(partners(), "partners");
  }

  private static String url(DatabaseProcess database, String name) {
    return database.url(name)
        + "&rewriteBatchedStatements=true&cacheServerConfiguration=true&useLocalSessionState=true"
        + "&connectTimeout=5000&socketTimeout=30000";
  }

  Ledgers ledgers() {
    return new Ledgers(homeUrl(), partnersUrl(), home().user());
  }

  /** Ends somebody with kill -9. */
  void kill9(FaultPlan.Victim victim) {
    switch (victim) {
      case SERVER -> kill(leader());
      case FOLLOWER -> {
        ServerProcess leader = leader();
        kill(servers.stream().filter(each -> each != leader).findFirst().orElseThrow());
      }
      case HOME_BANK, PARTNER_BANKS, CLEARING -> application(victim).kill9();
    }
  }

  /** Starts again what was killed; the server is ready when this returns. */
  void startAgain(FaultPlan.Victim victim) {
    switch (victim) {
      case SERVER, FOLLOWER -> started(killed, "whoever was killed").startAgain();
      case HOME_BANK, PARTNER_BANKS, CLEARING -> application(victim).startAgain();
    }
  }

  /** Fails if one of the applications has ended. */
  void requireAlive() throws DemoFailure {
    for (Application each : applications.values()) {
      each.requireAlive();
    }
  }

  private Application application(FaultPlan.Victim victim) {
    return started(applications.get(victim), victim.title());
  }

  /** The single server, or whoever leads. */
  private ServerProcess leader() {
    return cluster == null ? server() : cluster.leader();
  }

  private void kill(ServerProcess server) {
    killed = server;
    server.kill9();
  }

  /** One of the servers, to be asked how it goes. */
  ServerProcess server() {
    if (servers.isEmpty()) {
      throw new IllegalStateException("the server has not been started");
    }
    return servers.get(0);
  }

  private DatabaseProcess home() {
    return started(home, "the home bank's database");
  }

  private DatabaseProcess partners() {
    return started(partners, "the partner banks' database");
  }

  private static <T> T started(@Nullable T process, String name) {
    if (process == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    return process;
  }

  ServerPorts ports() {
    return ports;
  }

  Path folder() {
    return folder;
  }

  /** Stops everything that was started, the applications first. May be called twice. */
  @Override
  public void close() {
    stop(stopFirst);
    stop(stopThen);
  }

  private static void stop(Queue<Runnable> stops) {
    var all = new Together();
    for (Runnable stop = stops.poll(); stop != null; stop = stops.poll()) {
      all.run(stop);
    }
    all.joinQuietly();
  }
}
