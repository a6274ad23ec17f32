package io.divan.doors.seata;

import io.divan.domain.tx.Transactions;
import io.divan.domain.tx.TxSettings;
import io.divan.kernel.log.LogSettings;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.net.Addresses;
import io.divan.kernel.net.NetSettings;
import io.divan.kernel.net.Network;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.time.SystemClock;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The door with real transactions behind it, on a log on disk. */
final class TestSeata implements AutoCloseable {
  final Transactions transactions;
  final Network network;
  final SeataDoor door;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Every part's settings. */
  record All(NetSettings net, LogSettings log, TxSettings tx, SeataSettings seata) {}

  private TestSeata(Path folder, All settings) {
    var random = new Random();
    var meters = new Meters();
    var clock = new SystemClock();
    own(clock);
    DataDirectory data = own(DataDirectory.open(folder, "test" + random.nextInt(1_000_000)));
    ReplicatedLog log =
        own(new ReplicatedLog(settings.log(), data, clock, random.nextInt(), meters, why -> {}));
    var sessions = new Sessions(log.status().incarnation(), clock);
    transactions = own(Transactions.on(log, sessions, clock, random, settings.tx(), Runnable::run));
    log.start();
    transactions.start();
    network = own(new Network(settings.net(), Addresses.of(settings.net())));
    door =
        own(
            SeataDoor.open(
                network,
                transactions,
                sessions,
                new OneKey(false),
                meters,
                clock,
                settings.seata()));
  }

  static TestSeata open(Path folder, Map<String, String> given) {
    All settings =
        Settings.read(
                All.class,
                List.of(
                    new Source.Given("test", Map.of("seata.port", "0")),
                    new Source.Given("test", given)))
            .values();
    return new TestSeata(folder, settings);
  }

  int port() {
    return door.listener().port();
  }

  private <T extends AutoCloseable> T own(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // AutoCloseable says no more than that
        throw new IllegalStateException(e);
      }
    }
  }
}
