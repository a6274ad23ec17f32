package io.divan.conformance.xxljob;

import io.divan.process.Ports;
import io.divan.process.RunningProcess;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An executor in a process of its own, and what it has run. */
final class Executor implements AutoCloseable {
  private final Path folder;
  private final RunningProcess process;
  private final String address;

  Executor(ServerProcess server, String token, String name, Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    int port = Ports.free();
    this.address = "http://127.0.0.1:" + port + "/";
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ExecutorProgram.class.getName(),
            "http://127.0.0.1:" + server.consolePort() + "/xxl-job-admin",
            token,
            name,
            Integer.toString(port),
            folder.toString());
    this.process = RunningProcess.start(command, Map.of(), folder, folder.resolve("executor.log"));
  }

  String address() {
    return address;
  }

  /** {@code handler parameters shard/shards}, in their order. */
  List<String> runs() {
    try {
      Path runs = folder.resolve("runs.txt");
      return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a report of it was not taken by the server. */
  boolean couldNotReport() {
    try (Stream<Path> files = Files.walk(folder.resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(log).matches("(?s).*job callback (error|fail).*")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String output() {
    return process.outputText();
  }

  @Override
  public void close() {
    process.close();
  }
}
