package io.divan.bank.demo;

import io.divan.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One of the bank's Spring Boot processes; started again, it is the same program. */
final class Application {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private final String name;
  private final List<String> command;
  private final Path folder;
  private RunningProcess process;

  private Application(String name, List<String> command, Path folder) {
    this.name = name;
    this.command = List.copyOf(command);
    this.folder = folder;
    this.process = launch();
  }

  /**
   * Starts one.
   *
   * @param folder where its log goes
   */
  static Application start(String name, List<String> command, Path folder) {
    return new Application(name, command, folder);
  }

  private RunningProcess launch() {
    return RunningProcess.start(command, Map.of(), folder, folder.resolve(name + ".log"));
  }

  void kill9() {
    process.kill9();
  }

  void startAgain() {
    process = launch();
  }

  /** Fails if it has ended although nobody asked it to. */
  void requireAlive() throws DemoFailure {
    if (!process.isAlive()) {
      throw new DemoFailure(
          name
              + " has ended by itself with exit code "
              + process.exitCode()
              + "; see "
              + process.output());
    }
  }

  void stop() {
    process.terminate();
    if (!process.awaitEnd(STOP_LIMIT)) {
      process.kill9();
    }
  }
}
