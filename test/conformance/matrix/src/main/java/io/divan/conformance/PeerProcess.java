package io.divan.conformance;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An unmodified peer in a process and on a class path of its own. */
public final class PeerProcess implements AutoCloseable {
  private static final String ENDED = "its output has ended";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> all = new ArrayList<>();

  private PeerProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "peer-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it on the JDK of this JVM. Its home directory is within the module's target, for peers
   * that leave things there.
   *
   * @param target the build directory of the peer's module: {@code classes} and {@code lib} make
   *     its class path, errors go to {@code home/<main>.err}
   * @param options for its JVM
   */
  public static PeerProcess start(
      Path target, List<String> options, String main, String... arguments) throws IOException {
    Path home = Files.createDirectories(target.resolve("home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx256m");
    command.add("-Duser.home=" + home.toAbsolutePath());
    command.addAll(options);
    command.add("-cp");
    command.add(
        target.resolve("classes").toAbsolutePath()
            + File.pathSeparator
            + target.resolve("lib").toAbsolutePath()
            + "/*");
    command.add(main);
    command.addAll(List.of(arguments));
    String errors = main.substring(main.lastIndexOf('.') + 1) + ".err";
    return new PeerProcess(
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectError(home.resolve(errors).toFile())
            .start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("its output broke: " + e);
    }
    lines.add(ENDED);
  }

  /** Gives it a line of input. */
  public void say(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Waits for a line of its output. */
  public PeerProcess await(String expected) throws InterruptedException {
    String line = "";
    while (!line.equals(expected)) {
      line = next();
    }
    return this;
  }

  /** All lines of its output, once it has ended. */
  public List<String> awaitEnd() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the peer does not end; it said " + all);
    }
    for (String line = lines.take(); !line.equals(ENDED); line = lines.take()) {
      all.add(line);
    }
    return all;
  }

  private String next() throws InterruptedException {
    @Nullable String line = lines.poll(60, TimeUnit.SECONDS);
    if (line == null || line.equals(ENDED)) {
      throw new AssertionError("the peer says nothing more; it said " + all);
    }
    all.add(line);
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
