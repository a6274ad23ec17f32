package io.divan.bench.jobs;

import io.divan.bench.frame.Case;
import io.divan.bench.frame.Peer;
import io.divan.process.DatabaseProcess;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Firings that are all due at one time, and firings spread evenly over each second: how late they
 * come and what they cost. Ours brings them over HTTP to four executors in a process of their own,
 * and has them on stable storage before and after; db-scheduler runs them in its own process, which
 * polls MariaDB. {@code cpu-us-per-firing} is the server's, and for db-scheduler its process's and
 * its database's.
 */
public final class JobsCase implements Case {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path root;

  public JobsCase(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public List<String> rows() {
    return List.of("burst/5000", "burst/20000", "steady/1000");
  }

  @Override
  public List<Contender> contenders() {
    return List.of(new Ours(), new DbScheduler());
  }

  private Path folder(String name) throws IOException {
    return Files.createTempDirectory(Files.createDirectories(root.resolve("target/bench")), name);
  }

  private final class Ours implements Contender {
    @Override
    public String name() {
      return "ours";
    }

    @Override
    public Running start() throws IOException {
      ServerProcess server =
          ServerProcess.start(folder("jobs-"), Map.of("job.max-jobs", "2000000"));
      Peer executors =
          Peer.start(
              root.resolve("bench/peers/xxl-executors"),
              "io.divan.bench.peer.Executors",
              Integer.toString(server.consolePort()));
      return new Started(executors, () -> server.process().cpu(), server::close);
    }
  }

  private final class DbScheduler implements Contender {
    @Override
    public String name() {
      return "db-scheduler";
    }

    @Override
    public Running start() throws IOException {
      DatabaseProcess database =
          DatabaseProcess.start(DatabaseProcess.Kind.MARIADB, folder("jobs-mariadb-"));
      Peer scheduler =
          Peer.start(
              root.resolve("bench/peers/db-scheduler"),
              "io.divan.bench.peer.DbScheduler",
              Integer.toString(database.port()));
      return new Started(scheduler, () -> scheduler.cpu().plus(database.cpu()), database::close);
    }
  }

  private interface Cpu {
    Duration used() throws IOException;
  }

  private record Started(Peer peer, Cpu cpu, Runnable end) implements Running {
    @Override
    public Map<String, Double> run(String row, Duration time) throws IOException {
      String prepared = peer.ask("prepare " + row.replace('/', ' '), PATIENCE);
      if (!prepared.equals("prepared")) {
        throw new IOException(prepared);
      }
      Duration before = cpu.used();
      String[] words = peer.ask("run " + time.toMillis(), time.plus(PATIENCE)).split(" ", -1);
      double firings = Double.parseDouble(words[0]);
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("per-second", firings / Double.parseDouble(words[1]) * 1_000);
      values.put("cpu-us-per-firing", cpu.used().minus(before).toNanos() / 1e3 / firings);
      values.put("late-p50-ms", Double.valueOf(words[2]));
      values.put("late-p99-ms", Double.valueOf(words[3]));
      values.put("latest-ms", Double.valueOf(words[4]));
      return values;
    }

    @Override
    public void close() {
      peer.close();
      end.run();
    }
  }
}
