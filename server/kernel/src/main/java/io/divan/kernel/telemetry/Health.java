package io.divan.kernel.telemetry;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Whether the server can do its work, part by part. */
public final class Health {
  private final ConcurrentSkipListMap<String, Supplier<Optional<String>>> checks =
      new ConcurrentSkipListMap<>();

  /**
   * Adds a part.
   *
   * @param complaint asked each time: what is wrong with it, or nothing
   */
  public void add(String part, Supplier<Optional<String>> complaint) {
    checks.put(part, complaint);
  }

  /** What is wrong, by part; empty for a healthy one. */
  public Map<String, String> report() {
    Map<String, String> report = new TreeMap<>();
    checks.forEach((part, complaint) -> report.put(part, complaint.get().orElse("")));
    return report;
  }

  public boolean isHealthy() {
    return report().values().stream().allMatch(String::isEmpty);
  }
}
