package io.divan.bench.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private final List<String> events = new ArrayList<>();

  /** Takes down what is asked of it and answers with what it was told. */
  private final class Scripted implements Case.Contender, Case.Running {
    private final String name;
    private final double[] values;
    private int asked;

    Scripted(String name, double... values) {
      this.name = name;
      this.values = values;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Case.Running start() throws IOException {
      if (values.length == 0) {
        throw new IOException("not built");
      }
      return this;
    }

    @Override
    public Map<String, Double> run(String row, Duration time) {
      events.add(name + " " + row + " " + time.toMillis());
      return Map.of("ns-per-op", values[asked++ % values.length]);
    }

    @Override
    public void close() {
      events.add(name + " closed");
    }
  }

  private record Simple(List<Case.Contender> contenders) implements Case {
    @Override
    public String name() {
      return "simple";
    }

    @Override
    public List<String> rows() {
      return List.of("a/1");
    }
  }

  @Test
  void everyContenderGetsTheSameWarmUpAndRoundsInTurn(@TempDir Path root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Plan plan = new Plan(Duration.ofMillis(40), 3, Duration.ofMillis(5));
    boolean complete =
        new Comparison(root, plan, new PrintStream(out, true, StandardCharsets.UTF_8))
            .run(
                new Simple(
                    List.of(
                        new Scripted("ours", 1, 1, 1, 1, 3, 1, 2),
                        new Scripted("peer", 10),
                        new Scripted("missing"))));
    assertThat(events)
        .containsExactly(
            "ours a/1 10",
            "ours a/1 10",
            "ours a/1 10",
            "ours a/1 10",
            "peer a/1 10",
            "peer a/1 10",
            "peer a/1 10",
            "peer a/1 10",
            "ours a/1 5",
            "peer a/1 5",
            "ours a/1 5",
            "peer a/1 5",
            "ours a/1 5",
            "peer a/1 5",
            "ours closed",
            "peer closed");
    assertThat(complete).isTrue();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("2.0 (1.0–3.0)")
        .contains("missing has no values: java.io.IOException: not built");
    assertThat(Files.readString(root.resolve("target/bench/simple.json")))
        .isEqualTo(
            "[\n  {\"case\": \"a/1\", \"metric\": \"ns-per-op\", \"ours\": 2.000, "
                + "\"peers\": {\"peer\": 10.000, \"missing\": null}}\n]\n");
  }
}
