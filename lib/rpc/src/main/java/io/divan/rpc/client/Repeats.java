package io.divan.rpc.client;

import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;

/** Decides whether a failed call is made again. */
final class Repeats {
  private final int most;
  private final Targets targets;
  private final RepeatBudget budget = new RepeatBudget(System.nanoTime());

  Repeats(int most, Targets targets) {
    this.most = most;
    this.targets = targets;
  }

  /** Whether to make the call again, which is then paid for. */
  boolean again(ClientCall call, RpcException why) {
    if (call.attempts() > most || !mayRepeat(call.plan(), why.error())) {
      return false;
    }
    Target last = call.tried();
    return call.remainingNanos() > 0 && last != null && targets.hasOther(last) && mayAfford();
  }

  /** Whether one more try of whatever call can be afforded, which is then paid for. */
  boolean mayAfford() {
    return budget.spend(targets.calls(), System.nanoTime());
  }

  private static boolean mayRepeat(MethodPlan plan, RpcError error) {
    return switch (error) {
      case SERVER_BUSY, CLOSING, SERVICE_NOT_FOUND -> true;
      case CONNECTION_LOST, SERVER_FAILED, RESULT_NOT_SENT -> plan.idempotent();
      case TIMEOUT,
          DEADLINE_PASSED,
          INTERRUPTED,
          NO_ADDRESS,
          NOT_CONNECTED,
          CLIENT_BUSY,
          METHOD_NOT_FOUND,
          ARGUMENTS_REFUSED,
          RESULT_REFUSED ->
          false;
    };
  }
}
