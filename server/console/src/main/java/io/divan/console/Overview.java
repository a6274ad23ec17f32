package io.divan.console;

import io.divan.domain.search.Wildcard;
import io.divan.domain.tx.Transactions.Figures;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.log.LogStatus;
import io.divan.kernel.session.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The node at a glance. */
final class Overview {
  private static final int MAX_SESSIONS = 200;

  private final Inside inside;

  Overview(Inside inside) {
    this.inside = inside;
  }

  record View(
      String version,
      String started,
      String now,
      String data,
      Map<String, Door> doors,
      Map<String, String> health,
      Log log,
      Memory memory,
      Figures transactions,
      int services,
      int configurations,
      List<Connection> connections,
      int connectionCount) {}

  record Door(String address, int connections) {}

  record Log(String node, long applied, long first, long last, long forces, int featureLevel) {}

  record Memory(long heapUsed, long heapMax, long resident, int threads, double cpuSeconds) {}

  record Connection(String id, String door, String client, String since, String description) {}

  Object show(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    LogStatus log = inside.log().get();
    return new View(
        "0.1.0",
        inside.started().toString(),
        inside.clock().now().toString(),
        inside.data(),
        doors(),
        inside.health().report(),
        new Log(
            Long.toHexString(log.incarnation()),
            log.appliedIndex(),
            log.firstIndex(),
            log.lastIndex(),
            log.forces(),
            log.featureLevel()),
        memory(),
        inside.transactions().figures(),
        services(),
        inside.configurations().countByNamespace().values().stream().mapToInt(i -> i).sum(),
        connections(),
        inside.sessions().all().size());
  }

  private int services() {
    var any = new Wildcard("");
    return inside.registry().namespaces().stream()
        .mapToInt(each -> inside.registry().search(each, any, any, 1, 0).total())
        .sum();
  }

  private Map<String, Door> doors() {
    Map<String, Integer> counts = new TreeMap<>();
    inside.sessions().all().forEach(each -> counts.merge(each.door(), 1, Integer::sum));
    Map<String, Door> doors = new TreeMap<>();
    inside
        .ports()
        .get()
        .forEach(
            (name, address) -> doors.put(name, new Door(address, counts.getOrDefault(name, 0))));
    return doors;
  }

  private List<Connection> connections() {
    return inside.sessions().all().stream().limit(MAX_SESSIONS).map(Overview::connection).toList();
  }

  private static Connection connection(Session session) {
    return new Connection(
        session.id().toString(),
        session.door(),
        session.client().getAddress().getHostAddress() + ":" + session.client().getPort(),
        session.opened().toString(),
        session.description());
  }

  private static Memory memory() {
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new Memory(
        heap.getUsed(),
        heap.getMax(),
        resident(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(d -> d.toMillis() / 1_000.0)
            .orElse(0.0));
  }

  /** What the process takes of this machine's memory, in bytes; 0 where that is not told. */
  private static long resident() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // not every system has it
    }
  }
}
