package io.divan.bench.tx;

import io.divan.bench.frame.Answer;
import io.divan.bench.frame.Case;
import io.divan.bench.frame.Peer;
import io.divan.process.Ports;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Begin and commit, and the same with one TCC branch, which adds a registration and a second phase.
 * The client of both servers is seata-all 2.6.0 in a process of its own; {@code cpu-us-per-tx} is
 * what the server uses. Ours has every commit on stable storage before it answers; seata-server's
 * file store, as it comes, forces its file every two seconds.
 */
public final class TxCase implements Case {
  private final Path root;

  public TxCase(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "tx";
  }

  @Override
  public List<String> rows() {
    return List.of(
        "begin-commit/1",
        "begin-commit/8",
        "begin-commit/32",
        "begin-branch-commit/1",
        "begin-branch-commit/8",
        "begin-branch-commit/32");
  }

  @Override
  public List<Contender> contenders() {
    return List.of(new Ours(), new SeataServer());
  }

  private Peer client(int port) throws IOException {
    return Peer.start(
        root.resolve("bench/peers/seata-client"),
        "io.divan.bench.peer.Client",
        Integer.toString(port));
  }

  private final class Ours implements Contender {
    @Override
    public String name() {
      return "ours";
    }

    @Override
    public Running start() throws IOException {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(root.resolve("target/bench")), "tx-");
      ServerProcess server = ServerProcess.start(folder, Map.of());
      return new RunningOurs(server, client(server.seataPort()));
    }
  }

  private final class SeataServer implements Contender {
    @Override
    public String name() {
      return "seata-server";
    }

    @Override
    public Running start() throws IOException {
      int port = Ports.free();
      Peer server =
          Peer.start(
              root.resolve("bench/peers/seata-server"),
              "io.divan.bench.peer.Server",
              Integer.toString(port),
              Integer.toString(Ports.free()));
      try {
        return new RunningSeata(server, client(port));
      } catch (IOException e) {
        server.close();
        throw e;
      }
    }
  }

  private static Map<String, Double> values(Answer answer, Duration serverCpu) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("per-second", answer.perSecond());
    values.put("cpu-us-per-tx", serverCpu.toNanos() / 1e3 / answer.calls());
    values.put("p99-us", answer.p99Nanos() / 1e3);
    return values;
  }

  private record RunningOurs(ServerProcess server, Peer client) implements Running {
    @Override
    public Map<String, Double> run(String row, Duration time) throws IOException {
      Duration cpu = server.process().cpu();
      double entries = metric("divan_log_entries_total");
      double batches = metric("divan_log_append_seconds_count");
      Answer answer = Answer.of(client, row, time);
      Map<String, Double> values = values(answer, server.process().cpu().minus(cpu));
      values.put(
          "log-entries-per-tx", (metric("divan_log_entries_total") - entries) / answer.calls());
      values.put(
          "fsyncs-per-tx", (metric("divan_log_append_seconds_count") - batches) / answer.calls());
      return values;
    }

    private double metric(String name) {
      return server
          .get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  private record RunningSeata(Peer server, Peer client) implements Running {
    @Override
    public Map<String, Double> run(String row, Duration time) throws IOException {
      Duration cpu = server.cpu();
      Answer answer = Answer.of(client, row, time);
      return values(answer, server.cpu().minus(cpu));
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
