package io.divan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.Await;
import io.divan.process.ServerProcess;
import io.divan.protocol.seata.GlobalStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with {@code kill -9} at random moments under a load of transactions. More kills:
 * {@code -Dcrash.kills=100}; other moments: {@code -Dcrash.seed=2}; how long a restart may take:
 * {@code -Dcrash.restart-limit-ms=3000}, more by default since a busy machine is no defect.
 */
class KilledServerTest {
  private static final int CLIENTS = 8;

  private final int kills = Integer.getInteger("crash.kills", 10);
  private final long seed = Long.getLong("crash.seed", 1);
  private final Duration restartLimit =
      Duration.ofMillis(Integer.getInteger("crash.restart-limit-ms", 10_000));
  private final History history = new History();
  private final Participants participants = new Participants(history);

  @Test
  void nothingAnsweredIsLostAndNothingIsHalfDone(@TempDir Path folder) throws Exception {
    System.out.println("kills=" + kills + " seed=" + seed);
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        var transactionManager =
            new SeataClient(
                ports(server), Participants.transactionManager(), participants::secondPhase);
        var resourceManager =
            new SeataClient(
                ports(server), Participants.resourceManager(), participants::secondPhase)) {
      Await.until(
          "the clients to be connected",
          Duration.ofSeconds(10),
          () -> transactionManager.isConnected() && resourceManager.isConnected());
      List<Load> loads = Load.start(CLIENTS, transactionManager, resourceManager, history, seed);
      List<Duration> restarts = killAgainAndAgain(server);
      loads.forEach(Load::stop);
      Participants.awaitNothingOwed(server);
      assertThat(history.contradictions()).isEmpty();
      participants.assertStatusesStillHold(transactionManager);
      System.out.printf(
          "transactions=%d committed=%d rolledBack=%d restart median=%d ms, longest=%d ms%n",
          history.xids().size(),
          history.count(GlobalStatus.COMMITTED),
          history.count(GlobalStatus.ROLLBACKED),
          restarts.stream().sorted().toList().get(restarts.size() / 2).toMillis(),
          restarts.stream().max(Comparator.naturalOrder()).orElseThrow().toMillis());
      assertThat(restarts).allSatisfy(each -> assertThat(each).isLessThan(restartLimit));
    }
  }

  private List<Duration> killAgainAndAgain(ServerProcess server) throws InterruptedException {
    var random = new Random(seed);
    List<Duration> restarts = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1_200)); // the moment is the test's input
      server.kill9();
      server.startAgain();
      restarts.add(server.startedIn());
    }
    TimeUnit.MILLISECONDS.sleep(500);
    return restarts;
  }

  private static List<Integer> ports(ServerProcess server) {
    return List.of(server.seataPort());
  }
}
