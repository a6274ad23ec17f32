package io.divan.crash;

import io.divan.protocol.seata.BranchType;
import io.divan.protocol.seata.GlobalStatus;
import io.divan.protocol.seata.SeataMessage.BranchRegister;
import io.divan.protocol.seata.SeataMessage.BranchRegisterResult;
import io.divan.protocol.seata.SeataMessage.GlobalAction;
import io.divan.protocol.seata.SeataMessage.GlobalBegin;
import io.divan.protocol.seata.SeataMessage.GlobalBeginResult;
import io.divan.protocol.seata.SeataMessage.GlobalRequest;
import io.divan.protocol.seata.SeataMessage.GlobalResult;
import io.divan.protocol.seata.SeataMessage.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** One client that runs transactions, one after the other, until it is told to stop. */
final class Load implements Runnable {
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final long RECONNECT_NANOS = 5_000_000;

  private final SeataClient transactionManager;
  private final SeataClient resourceManager;
  private final History history;
  private final Random random;
  private volatile boolean stopped;

  Load(SeataClient transactionManager, SeataClient resourceManager, History history, long seed) {
    this.transactionManager = transactionManager;
    this.resourceManager = resourceManager;
    this.history = history;
    this.random = new Random(seed);
  }

  /** Starts so many clients that share two connections. */
  static List<Load> start(
      int clients,
      SeataClient transactionManager,
      SeataClient resourceManager,
      History history,
      long seed) {
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      var load = new Load(transactionManager, resourceManager, history, seed * 1_000 + i);
      loads.add(load);
      Thread.ofPlatform().daemon(true).name("load-" + i).start(load);
    }
    return loads;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      Optional<Response> begun = transactionManager.ask(new GlobalBegin(TIMEOUT_MILLIS, "load"));
      if (begun.isPresent() && begun.get().result().success()) {
        transaction(((GlobalBeginResult) begun.get()).xid());
      } else {
        LockSupport.parkNanos(RECONNECT_NANOS);
      }
    }
  }

  private void transaction(String xid) {
    boolean allRegistered = true;
    for (int branch = random.nextInt(4); branch > 0 && allRegistered; branch--) {
      allRegistered = register(xid);
    }
    int dice = random.nextInt(100);
    if (dice < 3) {
      return; // a client that dies here: the transaction times out
    }
    boolean commit = allRegistered && dice < 80;
    var action = commit ? GlobalAction.COMMIT : GlobalAction.ROLLBACK;
    transactionManager
        .ask(new GlobalRequest(action, xid, "", GlobalStatus.UNKNOWN))
        .filter(answer -> answer.result().success())
        .ifPresent(answer -> history.answered(xid, ((GlobalResult) answer).status()));
  }

  /** Registers a branch; row images lock one of few rows, so that conflicts happen. */
  private boolean register(String xid) {
    boolean rows = random.nextBoolean();
    var request =
        new BranchRegister(
            xid,
            rows ? BranchType.AT : BranchType.TCC,
            rows ? "jdbc:rows" : "tcc-action",
            rows ? "account:" + random.nextInt(200) : "",
            "");
    Optional<Response> answer = resourceManager.ask(request);
    if (answer.isPresent() && answer.get() instanceof BranchRegisterResult result) {
      if (result.result().success()) {
        history.registered(xid, result.branchId());
        return true;
      }
    }
    return false;
  }
}
