package io.divan.bench.registry;

import io.divan.bench.frame.Answer;
import io.divan.bench.frame.Case;
import io.divan.bench.frame.Peer;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishing a configuration, and how long it takes from the call that publishes or registers until
 * another client's listener has been called, over 1,000 keys. The clients are nacos-client 3.1.1 in
 * a process of its own. A publish is on stable storage before it is answered.
 *
 * <p>No peer takes part: Nacos's server is not on Maven Central. What it did elsewhere is printed
 * as recorded.
 */
public final class RegistryCase implements Case {
  private static final String PUBLISH = "publish/";

  private final Path root;

  public RegistryCase(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public List<String> rows() {
    return List.of(
        "publish/1",
        "publish/8",
        "publish-to-push/1",
        "publish-to-push/8",
        "register-to-push/1",
        "register-to-push/8");
  }

  @Override
  public List<Contender> contenders() {
    return List.of(new Ours());
  }

  @Override
  public List<String> recorded() {
    return List.of(
        "Nacos 3.1 (standalone) as recorded on 2 cores, not in this run:",
        "  publish/1  111 per second",
        "  publish/8  266 per second, 5500 us of server CPU each",
        "  publish-to-push  p50 200000 us",
        "  register-to-push  p50 581000 us");
  }

  private final class Ours implements Contender {
    @Override
    public String name() {
      return "ours";
    }

    @Override
    public Running start() throws IOException {
      Path bench = Files.createDirectories(root.resolve("target/bench"));
      ServerProcess server =
          ServerProcess.start(Files.createTempDirectory(bench, "registry-"), Map.of());
      try {
        Peer client =
            Peer.start(
                root.resolve("bench/peers/nacos-client"),
                "io.divan.bench.peer.Client",
                Integer.toString(server.nacosPort()));
        return new RunningOurs(server, client);
      } catch (IOException e) {
        server.close();
        throw e;
      }
    }
  }

  private record RunningOurs(ServerProcess server, Peer client) implements Running {
    @Override
    public Map<String, Double> run(String row, Duration time) throws IOException {
      Duration before = server.process().cpu();
      Answer answer = Answer.of(client, row, time);
      Duration cpu = server.process().cpu().minus(before);
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("per-second", answer.perSecond());
      if (row.startsWith(PUBLISH)) {
        values.put("cpu-us-per-publish", cpu.toNanos() / 1e3 / answer.calls());
      }
      values.put("p50-us", answer.p50Nanos() / 1e3);
      values.put("p99-us", answer.p99Nanos() / 1e3);
      return values;
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
