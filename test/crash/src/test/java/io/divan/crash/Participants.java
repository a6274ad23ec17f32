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
import java.time.Duration;
import java.util.Random;

/** Who takes part in the transactions of a test, and what must hold of them in the end. */
final class Participants {
  private final History history;
  private final Random failing = new Random(7);

  Participants(History history) {
    this.history = history;
  }

  static RegisterTm transactionManager() {
    return new RegisterTm("2.6.0", "crash", "group", "");
  }

  static RegisterRm resourceManager() {
    return new RegisterRm("2.6.0", "crash", "group", "", "jdbc:rows,tcc-action");
  }

  /** Mostly done at once; now and then it must be asked again. */
  synchronized BranchEndResult secondPhase(BranchEnd call) {
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

  static void awaitNothingOwed(ServerProcess server) {
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

  void assertStatusesStillHold(SeataClient client) {
    for (String xid : history.xids()) {
      GlobalStatus answered = history.answer(xid);
      if (answered == GlobalStatus.COMMITTED || answered == GlobalStatus.ROLLBACKED) {
        var question = new GlobalRequest(GlobalAction.STATUS, xid, "", GlobalStatus.UNKNOWN);
        assertThat(((GlobalResult) client.insist(question)).status()).as(xid).isEqualTo(answered);
      }
    }
  }
}
