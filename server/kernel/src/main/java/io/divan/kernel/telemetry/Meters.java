package io.divan.kernel.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The server's metrics, read as Prometheus text. */
public final class Meters implements LogMeters {
  private static final double[] LATENCY = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, LongSupplier> pending = new ConcurrentHashMap<>();
  private final Counter logEntries;
  private final Counter logBytes;
  private final Histogram appendSeconds;
  private final Histogram applySeconds;
  private final Counter requests;
  private final Histogram requestSeconds;

  public Meters() {
    logEntries = counter("divan_log_entries", "Entries made durable by this node.");
    logBytes = counter("divan_log_bytes", "Bytes made durable by this node.");
    appendSeconds = histogram("divan_log_append_seconds", "One batch to stable storage.");
    applySeconds = histogram("divan_log_apply_seconds", "One batch applied to the machines.");
    requests =
        Counter.builder()
            .name("divan_requests")
            .help("Requests answered, by door, operation and outcome.")
            .labelNames("door", "operation", "outcome")
            .register(registry);
    requestSeconds =
        Histogram.builder()
            .name("divan_request_seconds")
            .help("From decoding a request to handing over its answer.")
            .labelNames("door", "operation")
            .classicUpperBounds(LATENCY)
            .classicOnly()
            .register(registry);
    GaugeWithCallback.builder()
        .name("divan_log_pending")
        .help("Changes proposed and not yet applied.")
        .labelNames("domain")
        .callback(
            to -> pending.forEach((domain, count) -> to.call((double) count.getAsLong(), domain)))
        .register(registry);
    registerProcess();
  }

  private Counter counter(String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  private Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicUpperBounds(LATENCY)
        .classicOnly()
        .register(registry);
  }

  private void registerProcess() {
    gauge(
        "divan_heap_used_bytes",
        "Heap in use.",
        () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    gauge(
        "divan_threads",
        "Platform threads.",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** Adds a value that is asked for when the metrics are read. */
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call((double) value.getAsLong()))
        .register(registry);
  }

  /** Counts one answered request. */
  public void request(String door, String operation, String outcome, long nanos) {
    requests.labelValues(door, operation, outcome).inc();
    requestSeconds.labelValues(door, operation).observe(nanos / 1e9);
  }

  @Override
  public void appended(int entries, long bytes, long nanos) {
    logEntries.inc(entries);
    logBytes.inc(bytes);
    appendSeconds.observe(nanos / 1e9);
  }

  @Override
  public void applied(int entries, long nanos) {
    applySeconds.observe(nanos / 1e9);
  }

  @Override
  public void pending(String domain, LongSupplier count) {
    pending.put(domain, count);
  }

  /** Everything measured, in Prometheus text format 0.0.4. */
  public String asText() {
    try {
      var bytes = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.builder().build().write(bytes, registry.scrape());
      return bytes.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
