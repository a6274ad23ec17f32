package io.divan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.Await;
import io.divan.process.ServerProcess;
import io.divan.protocol.seata.BranchStatus;
import io.divan.protocol.seata.GlobalStatus;
import io.divan.protocol.seata.SeataMessage.BranchEnd;
import io.divan.protocol.seata.SeataMessage.BranchEndResult;
import io.divan.protocol.seata.SeataMessage.GlobalAction;
import io.divan.protocol.seata.SeataMessage.GlobalRequest;
import io.divan.protocol.seata.SeataMessage.GlobalResult;
import io.divan.protocol.seata.SeataMessage.RegisterRm;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import io.divan.protocol.seata.SeataMessage.Result;
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
  private final Random failing = new Random(7);

  @Test
  void nothingAnsweredIsLostAndNothingIsHalfDone(@TempDir Path folder) throws Exception {
    System.out.println("kills=" + kills + " seed=" + seed);
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        var transactionManager = new SeataClient(server.seataPort(), tm(), call -> refuse());
        var resourceManager = new SeataClient(server.seataPort(), rm(), this::secondPhase)) {
      Await.until(
          "the clients to be connected",
          Duration.ofSeconds(10),
          () -> transactionManager.isConnected() && resourceManager.isConnected());
      List<Load> loads = start(transactionManager, resourceManager);
      List<Duration> restarts = killAgainAndAgain(server);
      loads.forEach(Load::stop);
      awaitNothingOwed(server);
      assertThat(history.contradictions()).isEmpty();
      assertStatusesStillHold(transactionManager);
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

  private List<Load> start(SeataClient transactionManager, SeataClient resourceManager) {
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      var load = new Load(transactionManager, resourceManager, history, seed * 1_000 + i);
      loads.add(load);
      Thread.ofPlatform().daemon(true).name("load-" + i).start(load);
    }
    return loads;
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

  private static void awaitNothingOwed(ServerProcess server) {
    Await.until(
        "every transaction to be finished and every lock released",
        Duration.ofSeconds(60),
        () -> {
          String metrics = server.get("/metrics").body();
          return metrics.contains("\ndivan_tx_active 0.0\n")
              && metrics.contains("\ndivan_tx_locks 0.0\n")
              && metrics.contains("\ndivan_tx_held 0.0\n");
        });
  }

  private void assertStatusesStillHold(SeataClient client) {
    for (String xid : history.xids()) {
      GlobalStatus answered = history.answer(xid);
      if (answered == GlobalStatus.COMMITTED || answered == GlobalStatus.ROLLBACKED) {
        var question = new GlobalRequest(GlobalAction.STATUS, xid, "", GlobalStatus.UNKNOWN);
        assertThat(((GlobalResult) client.insist(question)).status()).as(xid).isEqualTo(answered);
      }
    }
  }

  /** Mostly done at once; now and then it must be asked again. */
  private synchronized BranchEndResult secondPhase(BranchEnd call) {
    if (failing.nextInt(50) == 0) {
      BranchStatus later =
          call.commit()
              ? BranchStatus.PHASE_TWO_COMMIT_FAILED_RETRYABLE
              : BranchStatus.PHASE_TWO_ROLLBACK_FAILED_RETRYABLE;
      return new BranchEndResult(call.commit(), Result.ok(), call.xid(), call.branchId(), later);
    }
    history.asked(call.xid(), call.branchId(), call.commit());
    BranchStatus done =
        call.commit() ? BranchStatus.PHASE_TWO_COMMITTED : BranchStatus.PHASE_TWO_ROLLED_BACK;
    return new BranchEndResult(call.commit(), Result.ok(), call.xid(), call.branchId(), done);
  }

  private static BranchEndResult refuse() {
    throw new IllegalStateException("a transaction manager has no branches");
  }

  private static RegisterTm tm() {
    return new RegisterTm("2.6.0", "crash", "group", "");
  }

  private static RegisterRm rm() {
    return new RegisterRm("2.6.0", "crash", "group", "", "jdbc:rows,tcc-action");
  }
}
