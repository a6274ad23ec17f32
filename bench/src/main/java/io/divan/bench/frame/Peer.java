package io.divan.bench.frame;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of a contender, on a class path of its own; all get the same flags. */
public final class Peer implements AutoCloseable {
  private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  private final Process process;
  private final PrintWriter input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Peer(Process process) {
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread reader = new Thread(this::read, "peer-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a program of a module that was built before and waits until it says {@code ready}.
   *
   * @param module its folder; {@code target/classes} and {@code target/lib} make the class path
   */
  public static Peer start(Path module, String main, String... arguments) throws IOException {
    Path target = module.resolve("target");
    if (!Files.isDirectory(target.resolve("lib"))) {
      throw new IOException(module + " is not built; run mvn -Pbench -DskipTests package");
    }
    Path home = Files.createDirectories(target.resolve("home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-Duser.home=" + home);
    command.add("-cp");
    command.add(target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*");
    command.add(main);
    command.addAll(List.of(arguments));
    String errors = main.substring(main.lastIndexOf('.') + 1) + ".err";
    Peer peer =
        new Peer(
            new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(home.resolve(errors).toFile())
                .start());
    try {
      peer.await("ready", Duration.ofSeconds(60));
    } catch (IOException e) {
      peer.close();
      throw new IOException(e.getMessage() + "; see " + home.resolve(errors), e);
    }
    return peer;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
      lines.add("");
    } catch (IOException e) {
      lines.add("");
    }
  }

  private void await(String expected, Duration timeout) throws IOException {
    String line = next(timeout);
    while (!line.equals(expected)) {
      line = next(timeout);
    }
  }

  private String next(Duration timeout) throws IOException {
    try {
      @Nullable String line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null || (line.isEmpty() && !process.isAlive())) {
        throw new IOException("it ended or says nothing");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Gives the process a line and waits for its answer. */
  public String ask(String line, Duration timeout) throws IOException {
    lines.clear();
    input.println(line);
    return next(timeout);
  }

  /** The processor time it has used so far. */
  public Duration cpu() throws IOException {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IOException("no processor time of " + process.pid()));
  }

  @Override
  public void close() {
    input.close();
    process.destroyForcibly();
  }
}
