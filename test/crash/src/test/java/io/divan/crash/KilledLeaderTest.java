package io.divan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.Await;
import io.divan.process.ClusterProcesses;
import io.divan.process.ServerProcess;
import io.divan.protocol.seata.GlobalStatus;
import io.divan.protocol.seata.SeataMessage.GlobalBegin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills whoever leads three nodes, with {@code kill -9} at random moments under a load of
 * transactions whose resource manager is connected to another node than their client. More kills:
 * {@code -Dcrash.leader-kills=200}.
 */
class KilledLeaderTest {
  private static final int CLIENTS = 8;
  private static final Duration OUTAGE_LIMIT = Duration.ofSeconds(20);

  private final int kills = Integer.getInteger("crash.leader-kills", 5);
  private final long seed = Long.getLong("crash.seed", 1);
  private final History history = new History();
  private final Participants participants = new Participants(history);

  @Test
  void nothingAnsweredIsLostAndNothingIsHalfDone(@TempDir Path folder) throws Exception {
    System.out.println("leader kills=" + kills + " seed=" + seed);
    try (ClusterProcesses cluster = ClusterProcesses.start(folder, 3, Map.of());
        var transactionManager =
            new SeataClient(
                ports(cluster, 0), Participants.transactionManager(), participants::secondPhase);
        var resourceManager =
            new SeataClient(
                ports(cluster, 1), Participants.resourceManager(), participants::secondPhase)) {
      Await.until(
          "the clients to be connected",
          Duration.ofSeconds(10),
          () -> transactionManager.isConnected() && resourceManager.isConnected());
      List<Load> loads = Load.start(CLIENTS, transactionManager, resourceManager, history, seed);
      List<Duration> outages = killAgainAndAgain(cluster);
      loads.forEach(Load::stop);
      cluster.members().forEach(Participants::awaitNothingOwed);
      assertThat(history.contradictions()).isEmpty();
      participants.assertStatusesStillHold(transactionManager);
      System.out.printf(
          "transactions=%d committed=%d rolledBack=%d outage median=%d ms, longest=%d ms%n",
          history.xids().size(),
          history.count(GlobalStatus.COMMITTED),
          history.count(GlobalStatus.ROLLBACKED),
          outages.stream().sorted().toList().get(outages.size() / 2).toMillis(),
          outages.stream().max(Comparator.naturalOrder()).orElseThrow().toMillis());
      assertThat(history.count(GlobalStatus.COMMITTED)).isPositive();
    }
  }

  /** How long after each kill a surviving node would take no change. */
  private List<Duration> killAgainAndAgain(ClusterProcesses cluster) throws Exception {
    var random = new Random(seed);
    List<Duration> outages = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1_500)); // the moment is the test's input
      ServerProcess leader = cluster.leader();
      ServerProcess survivor =
          cluster.members().stream().filter(each -> each != leader).findAny().orElseThrow();
      try (var client =
          new SeataClient(
              List.of(survivor.seataPort()),
              Participants.transactionManager(),
              participants::secondPhase)) {
        Await.until("the probe is connected", Duration.ofSeconds(10), client::isConnected);
        leader.kill9();
        outages.add(untilAChangeIsTaken(client));
      }
      leader.startAgain();
    }
    return outages;
  }

  private static Duration untilAChangeIsTaken(SeataClient client) {
    long began = System.nanoTime();
    Await.until(
        "a change to be taken",
        OUTAGE_LIMIT,
        () ->
            client
                .ask(new GlobalBegin(1_000, "probe"))
                .filter(answer -> answer.result().success())
                .isPresent());
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Every node's port, beginning with the given one. */
  private static List<Integer> ports(ClusterProcesses cluster, int first) {
    List<Integer> ports =
        new ArrayList<>(cluster.members().stream().map(ServerProcess::seataPort).toList());
    Collections.rotate(ports, -first);
    return ports;
  }
}
