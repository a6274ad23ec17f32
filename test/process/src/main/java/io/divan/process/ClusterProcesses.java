package io.divan.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The members of a cluster, each in a process of its own, on ports that they keep. */
public final class ClusterProcesses implements AutoCloseable {
  private static final Duration LEADER_WITHIN = Duration.ofSeconds(30);
  private static final String SECRET = "known to the members of a test's cluster";

  private final List<ServerProcess> members = new ArrayList<>();

  private ClusterProcesses() {}

  /**
   * Starts so many members on free ports of loopback and waits until all are ready.
   *
   * @param folder for their data and logs
   * @param settings of each, by key
   */
  public static ClusterProcesses start(Path folder, int count, Map<String, String> settings) {
    return started(cluster -> cluster.launch(folder, count, settings));
  }

  /**
   * The same, each member on a loopback address of its own (127.0.0.1, 127.0.0.2, ...), where all
   * have the same ports.
   *
   * @param link the port of the link between members
   */
  public static ClusterProcesses startOnHosts(Path folder, int count, ServerPorts ports, int link) {
    List<String> addresses =
        IntStream.rangeClosed(1, count).mapToObj(i -> "127.0.0." + i + ":" + link).toList();
    return started(
        cluster -> cluster.launch(folder, addresses, Collections.nCopies(count, ports), Map.of()));
  }

  private static ClusterProcesses started(Consumer<ClusterProcesses> launch) {
    var cluster = new ClusterProcesses();
    boolean ready = false;
    try {
      launch.accept(cluster);
      cluster.members.forEach(ServerProcess::awaitReady);
      ready = true;
      return cluster;
    } finally {
      if (!ready) {
        cluster.close();
      }
    }
  }

  private void launch(Path folder, int count, Map<String, String> settings) {
    Set<Integer> taken = new HashSet<>();
    List<ServerPorts> ports =
        IntStream.range(0, count).mapToObj(i -> distinct(taken, ServerPorts::free)).toList();
    List<String> addresses =
        ports.stream()
            .map(each -> "127.0.0.1:" + distinct(taken, ServerPorts::free).console())
            .toList();
    launch(folder, addresses, ports, settings);
  }

  private static ServerPorts distinct(Set<Integer> taken, Supplier<ServerPorts> source) {
    ServerPorts ports = source.get();
    while (!Collections.disjoint(taken, ports.all())) {
      ports = source.get();
    }
    taken.addAll(ports.all());
    return ports;
  }

  private void launch(
      Path folder, List<String> addresses, List<ServerPorts> ports, Map<String, String> settings) {
    for (int i = 0; i < addresses.size(); i++) {
      Map<String, String> own = new HashMap<>(settings);
      own.put("cluster.members", addresses.stream().collect(Collectors.joining(",")));
      own.put("cluster.node", addresses.get(i));
      own.put("cluster.secret", SECRET);
      Path home = folder.resolve("node-" + i);
      home.toFile().mkdirs();
      own.putIfAbsent("net.host", addresses.get(i).replaceFirst(":.*", ""));
      members.add(ServerProcess.launch(home, ports.get(i), own));
    }
  }

  public List<ServerProcess> members() {
    return members;
  }

  /** The member that leads, once one does. */
  public ServerProcess leader() {
    var found = new ArrayList<ServerProcess>();
    Await.until(
        "somebody to lead",
        LEADER_WITHIN,
        () -> {
          found.clear();
          members.stream()
              .filter(member -> member.process().isAlive() && leads(member))
              .forEach(found::add);
          return found.size() == 1;
        });
    return found.get(0);
  }

  private static boolean leads(ServerProcess member) {
    String view = member.get("/api/cluster").body();
    return view.matches("(?s).*\\{[^{}]*\"self\":true,\"linked\":true,\"leads\":true[^{}]*\\}.*");
  }

  @Override
  public void close() {
    members.forEach(ServerProcess::close);
  }
}
