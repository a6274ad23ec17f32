package io.divan.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A real database in a process of its own, on a free port of loopback. */
public final class DatabaseProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3); // the first run unpacks it

  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final Kind kind;
  private final int port;
  private final RunningProcess process;

  /** Which database. */
  public enum Kind {
    MARIADB,
    POSTGRES
  }

  private DatabaseProcess(Kind kind, int port, RunningProcess process) {
    this.kind = kind;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one and waits until it takes connections.
   *
   * @param folder for its data and its log
   */
  public static DatabaseProcess start(Kind kind, Path folder) {
    Path root = Checkout.root();
    Path jar = root.resolve("test/databases/target/databases/divan-databases.jar");
    if (Files.notExists(jar)) {
      throw new IllegalStateException("build test/databases first: " + jar + " is missing");
    }
    String name = kind.name().toLowerCase(Locale.ROOT);
    int port = Ports.free();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            jar.toString(),
            name,
            root.resolve("target/databases").resolve(name).toString(),
            folder.resolve("data").toAbsolutePath().toString(),
            Integer.toString(port));
    var process = RunningProcess.start(command, Map.of(), root, folder.resolve(name + ".log"));
    var database = new DatabaseProcess(kind, port, process);
    boolean ready = false;
    try {
      database.awaitReady(name);
      ready = true;
      return database;
    } finally {
      if (!ready) {
        database.close();
      }
    }
  }

  private void awaitReady(String name) {
    Await.until(
        name + " to be ready; its log is " + process.output(),
        START_LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it has ended; see " + process.output()); // no use to wait
          }
          return process.outputText().contains("READY") && Ports.isOpen(port);
        });
  }

  /** Processor time that the database itself has used. */
  public Duration cpu() {
    return process.cpuOfChildren();
  }

  public int port() {
    return port;
  }

  /** A JDBC URL for one of its databases. */
  public String url(String database) {
    return switch (kind) {
      case MARIADB ->
          "jdbc:mysql://127.0.0.1:"
              + port
              + "/"
              + database
              + "?createDatabaseIfNotExist=true&useSSL=false&allowPublicKeyRetrieval=true";
      case POSTGRES -> "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    };
  }

  public String user() {
    return kind == Kind.MARIADB ? "root" : "postgres";
  }

  /** Ends it in an orderly way; its data stay. */
  @Override
  public void close() {
    process.endInput();
    if (!process.awaitEnd(STOP_LIMIT)) {
      process.stop();
    }
  }
}
