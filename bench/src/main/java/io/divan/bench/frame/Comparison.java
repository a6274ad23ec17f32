package io.divan.bench.frame;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run of one case: start all, warm all up alike, measure them in turn, report. */
public final class Comparison {
  private final Path root;
  private final Plan plan;
  private final PrintStream out;

  /**
   * @param root the project's folder, where {@code target/bench/NAME.json} goes
   */
  public Comparison(Path root, Plan plan, PrintStream out) {
    this.root = root;
    this.plan = plan;
    this.out = out;
  }

  /** Runs the case; true if ours took part to the end. */
  public boolean run(Case wanted) throws IOException {
    Results results = new Results();
    Map<String, Case.Running> running = new LinkedHashMap<>();
    try {
      for (Case.Contender contender : wanted.contenders()) {
        results.takesPart(contender.name());
        try {
          out.println("starting " + contender.name());
          running.put(contender.name(), contender.start());
        } catch (Exception e) { // whatever keeps it from starting is what is reported
          results.isAbsent(contender.name(), e.toString());
        }
      }
      warmUp(wanted, running, results);
      measure(wanted, running, results);
    } finally {
      running.values().forEach(Case.Running::close);
    }
    report(wanted, results);
    return results.isPresent("ours");
  }

  /** The rows in turn, several times over, so that none is compiled for one of them alone. */
  private void warmUp(Case wanted, Map<String, Case.Running> running, Results results) {
    int turns = 4;
    Duration slice = plan.warmUp().dividedBy((long) turns * wanted.rows().size());
    running.forEach((name, contender) -> {
      out.println("warming up " + name + " for " + plan.warmUp().toSeconds() + " s");
      for (int turn = 0; turn < turns; turn++) {
        for (String row : wanted.rows()) {
          sample(name, contender, row, slice, results);
        }
      }
    });
  }

  private void measure(Case wanted, Map<String, Case.Running> running, Results results) {
    for (int round = 1; round <= plan.rounds(); round++) {
      out.println("round " + round + " of " + plan.rounds());
      for (String row : wanted.rows()) {
        running.forEach((name, contender) ->
            results.add(row, name, sample(name, contender, row, plan.round(), results)));
      }
    }
  }

  private static Map<String, Double> sample(
      String name, Case.Running contender, String row, Duration time, Results results) {
    if (!results.isPresent(name)) {
      return Map.of();
    }
    try {
      return contender.run(row, time);
    } catch (Exception e) { // whatever breaks it is what is reported
      results.isAbsent(name, "failed at " + row + ": " + e);
      return Map.of();
    }
  }

  private void report(Case wanted, Results results) throws IOException {
    out.println();
    out.print(results.table());
    wanted.recorded().forEach(out::println);
    Path json = root.resolve("target/bench/" + wanted.name() + ".json");
    Files.createDirectories(json.getParent());
    Files.writeString(json, results.json());
    out.println("written to " + root.relativize(json));
  }
}
