package io.divan.bank.demo;

import io.divan.process.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a run keeps its data and logs. */
record RunFolder(Path path) {
  private static final String PREFIX = "run-";

  /**
   * Makes a folder for this run.
   *
   * @param chosen by the user; null for one below target/demo, where those of earlier runs go
   */
  static RunFolder create(@Nullable Path chosen) throws DemoFailure {
    try {
      return new RunFolder(chosen == null ? below(Checkout.root()) : empty(chosen));
    } catch (IOException e) {
      throw new DemoFailure("cannot make a folder for data and logs: " + e, e);
    }
  }

  private static Path empty(Path chosen) throws IOException, DemoFailure {
    Path folder = Files.createDirectories(chosen.toAbsolutePath());
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new DemoFailure(folder + " is not empty; --data takes an empty folder");
      }
    }
    return folder;
  }

  private static Path below(Path root) throws IOException {
    Path all = Files.createDirectories(root.resolve("target/demo"));
    for (Path each : list(all)) {
      String name = each.getFileName().toString();
      if (name.matches(PREFIX + "\\d{1,18}") && !isRunning(name.substring(PREFIX.length()))) {
        delete(each);
      }
    }
    return Files.createDirectories(all.resolve(PREFIX + ProcessHandle.current().pid()));
  }

  private static boolean isRunning(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /** This process logs there from now on, and nowhere else; so do the libraries in it. */
  void logTo(String name) throws DemoFailure {
    System.setProperty("JM.LOG.PATH", path.resolve("demo-nacos").toString());
    System.setProperty("JM.SNAPSHOT.PATH", path.resolve("demo-nacos").toString());
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    try {
      LogManager.getLogManager().reset();
      var file = new FileHandler(path.resolve(name).toString().replace("%", "%%"), true);
      file.setFormatter(new SimpleFormatter());
      file.setErrorManager(new Unheard());
      Logger.getLogger("").addHandler(file);
    } catch (IOException e) {
      throw new DemoFailure("cannot write " + path.resolve(name) + ": " + e, e);
    }
  }

  /** Libraries still log when the process ends and the file is closed; that is nobody's concern. */
  private static final class Unheard extends ErrorManager {
    @Override
    public void error(String message, Exception failure, int code) {}
  }

  /** Deletes what the databases and the server have stored; the logs stay. */
  void dropData() {
    try {
      for (Path each : list(path)) {
        if (Files.isDirectory(each.resolve("data"))) {
          delete(each.resolve("data"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
