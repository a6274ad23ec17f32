package io.divan.bank.clearing;

import io.divan.bank.Clearing.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.api.GlobalTransaction;
import org.apache.seata.tm.api.GlobalTransactionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds out how a transaction ended whose answer was lost, by asking the coordinator. */
@Component
class Settlement {
  private static final Logger log = LoggerFactory.getLogger(Settlement.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Asks until the coordinator has decided; UNKNOWN if it does not say in time. */
  Outcome of(String xid) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
      Outcome outcome = ask(xid);
      if (outcome != Outcome.UNKNOWN) {
        return outcome;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return Outcome.UNKNOWN;
  }

  private static Outcome ask(String xid) {
    try {
      GlobalTransaction transaction = GlobalTransactionContext.reload(xid);
      GlobalStatus status = transaction.getStatus();
      if (status == GlobalStatus.Begin) {
        // Nobody but us could have it committed, and we shall not: no need to wait for its
        // time-out.
        transaction.rollback();
        status = transaction.getStatus();
      }
      return outcome(status);
    } catch (TransactionException e) {
      log.info("{} cannot be asked for yet: {}", xid, e.toString());
      return Outcome.UNKNOWN;
    }
  }

  /** What has been decided will be done; locks keep others off until it is. */
  private static Outcome outcome(GlobalStatus status) {
    return switch (status) {
      case Committed, Committing, CommitRetrying, AsyncCommitting -> Outcome.EXECUTED;
      case Rollbacked,
          Rollbacking,
          RollbackRetrying,
          TimeoutRollbacked,
          TimeoutRollbacking,
          TimeoutRollbackRetrying ->
          Outcome.ROLLED_BACK;
      default -> Outcome.UNKNOWN;
    };
  }
}
