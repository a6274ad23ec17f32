package io.divan.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours, and the file that its output goes to. */
public final class RunningProcess implements AutoCloseable {
  private static final long CLOCK_TICK_NANOS = 10_000_000; // USER_HZ is 100 on every Linux

  private final Process process;
  private final Path output;

  private RunningProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a process.
   *
   * @param output where its standard output and error are appended
   */
  public static RunningProcess start(
      List<String> command, Map<String, String> environment, Path folder, Path output) {
    try {
      Files.createDirectories(output.toAbsolutePath().getParent());
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      Process process = builder.start();
      // It does not outlive a run that is broken off.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-process"));
      return new RunningProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path output() {
    return output;
  }

  /** What it has written so far. */
  public String outputText() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a crash would, and waits until it is gone. */
  public void kill9() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** Ends its standard input, by which programs of ours know that nobody needs them any more. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end, and does not wait. */
  public void terminate() {
    process.destroy();
  }

  /** Asks it to end, and waits until it has. */
  public void stop() {
    terminate();
    if (!awaitEnd(Duration.ofSeconds(15))) {
      kill9();
    }
  }

  /** Waits for it to end by itself; false if it has not. */
  public boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public int exitCode() {
    return process.exitValue();
  }

  /** Processor time it has used, user and system. */
  public Duration cpu() {
    String[] fields = statFields();
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofNanos(ticks * CLOCK_TICK_NANOS);
  }

  /** The same of the processes that it has started. */
  Duration cpuOfChildren() {
    return process
        .descendants()
        .flatMap(child -> child.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private String[] statFields() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Memory it has resident now, in bytes. */
  public long residentBytes() {
    try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill9();
    }
  }
}
