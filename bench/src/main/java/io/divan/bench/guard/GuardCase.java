package io.divan.bench.guard;

import io.divan.bench.frame.Case;
import io.divan.bench.frame.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Entry and exit of a call with a rate limit, two breakers and statistics, measured by JMH in a
 * process of each contender's own; and how close a rate limit comes to what it says.
 */
public final class GuardCase implements Case {
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Path root;

  public GuardCase(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "guard";
  }

  @Override
  public List<String> rows() {
    return List.of("entry-exit/1", "entry-exit/8", "limit/8");
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new Guarding("ours", "divan-guard"),
        new Guarding("sentinel", "sentinel"),
        new Guarding("resilience4j", "resilience4j"));
  }

  private final class Guarding implements Contender {
    private final String name;
    private final Path module;

    Guarding(String name, String folder) {
      this.name = name;
      this.module = root.resolve("bench/peers").resolve(folder);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Running start() throws IOException {
      return new RunningGuard(Peer.start(module, "io.divan.bench.guard.Main"));
    }
  }

  private record RunningGuard(Peer process) implements Running {
    @Override
    public Map<String, Double> run(String row, Duration time) throws IOException {
      String order = row.replace('/', ' ') + " " + time.toMillis();
      String[] words = process.ask(order, time.plus(GRACE)).split(" ", -1);
      if (words.length != 2) {
        throw new IOException("it says: " + String.join(" ", words));
      }
      double first = Double.parseDouble(words[0]);
      return row.startsWith("limit")
          ? Map.of("passed-percent-of-limit", first)
          : Map.of("ns-per-op", first, "bytes-per-op", Double.parseDouble(words[1]));
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
