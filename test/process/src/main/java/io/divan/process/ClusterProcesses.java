package io.divan.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    var cluster = new ClusterProcesses();
    boolean ready = false;
    try {
      cluster.launch(folder, count, settings);
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
    List<String> addresses =
        IntStream.range(0, count).mapToObj(i -> "127.0.0.1:" + Ports.free()).toList();
    for (int i = 0; i < count; i++) {
      Map<String, String> own = new HashMap<>(settings);
      own.put("cluster.members", addresses.stream().collect(Collectors.joining(",")));
      own.put("cluster.node", addresses.get(i));
      own.put("cluster.secret", SECRET);
      Path home = folder.resolve("node-" + i);
      home.toFile().mkdirs();
      members.add(ServerProcess.launch(home, ServerPorts.free(), own));
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
