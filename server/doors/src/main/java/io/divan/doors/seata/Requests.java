package io.divan.doors.seata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.domain.tx.ClientId;
import io.divan.domain.tx.Transactions;
import io.divan.domain.tx.Xid;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.protocol.seata.ErrorCode;
import io.divan.protocol.seata.GlobalStatus;
import io.divan.protocol.seata.SeataMessage.BranchRegister;
import io.divan.protocol.seata.SeataMessage.BranchRegisterResult;
import io.divan.protocol.seata.SeataMessage.BranchReport;
import io.divan.protocol.seata.SeataMessage.BranchReportResult;
import io.divan.protocol.seata.SeataMessage.GlobalBegin;
import io.divan.protocol.seata.SeataMessage.GlobalBeginResult;
import io.divan.protocol.seata.SeataMessage.GlobalRequest;
import io.divan.protocol.seata.SeataMessage.GlobalResult;
import io.divan.protocol.seata.SeataMessage.LockQuery;
import io.divan.protocol.seata.SeataMessage.LockQueryResult;
import io.divan.protocol.seata.SeataMessage.Merged;
import io.divan.protocol.seata.SeataMessage.MergedResult;
import io.divan.protocol.seata.SeataMessage.Request;
import io.divan.protocol.seata.SeataMessage.Response;
import io.divan.protocol.seata.SeataMessage.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What clients ask of transactions: decoded, authorised, asked of the domain, encoded. */
final class Requests {
  private static final String NAMESPACE = "";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Transactions transactions;

  Requests(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Who asks, as it said when it registered.
   *
   * @param coordinator where it can reach this coordinator again, {@code host:port}
   */
  record Asker(Caller caller, ClientId client, String group, String coordinator) {}

  /** The answer to a request; the future never fails. */
  CompletableFuture<Response> answer(Asker asker, Request request) {
    return switch (request) {
      case GlobalBegin r -> begin(asker, r);
      case GlobalRequest r -> global(asker, r);
      case BranchRegister r -> register(asker, r);
      case BranchReport r -> report(asker, r);
      case LockQuery r -> lockQuery(asker, r);
      case Merged r -> merged(asker, r);
      default -> throw new IllegalArgumentException("no client asks " + request);
    };
  }

  private CompletableFuture<Response> begin(Asker asker, GlobalBegin r) {
    return guarded(
            asker,
            () ->
                transactions.begin(
                    asker.coordinator(),
                    asker.client().application(),
                    asker.group(),
                    r.name(),
                    Duration.ofMillis(r.timeoutMillis())))
        .<Response>thenApply(xid -> new GlobalBeginResult(Result.ok(), xid.toString(), ""))
        .exceptionally(
            e -> new GlobalBeginResult(Failures.result(e, ErrorCode.BEGIN_FAILED), "", ""));
  }

  private CompletableFuture<Response> global(Asker asker, GlobalRequest r) {
    return guarded(asker, () -> globalStatus(asker, r))
        .<Response>thenApply(status -> new GlobalResult(r.action(), Result.ok(), status))
        .exceptionally(e -> {
          // Clients read the status even of a failed answer, and throw on "Finished".
          Result failed = Failures.result(e, ErrorCode.UNKNOWN);
          return new GlobalResult(r.action(), failed, GlobalStatus.FINISHED);
        });
  }

  private CompletableFuture<GlobalStatus> globalStatus(Asker asker, GlobalRequest r) {
    var origin = asker.caller().origin(NAMESPACE);
    Xid xid = Xid.parse(r.xid());
    return switch (r.action()) {
      case COMMIT -> transactions.commit(origin, xid).thenApply(Statuses::ofCommit);
      case ROLLBACK -> transactions.rollBack(origin, xid).thenApply(Statuses::global);
      case STATUS -> transactions.status(xid).thenApply(Statuses::global);
      case REPORT ->
          transactions
              .report(origin, xid, Statuses.reported(r.status()))
              .thenApply(Statuses::global);
    };
  }

  private CompletableFuture<Response> register(Asker asker, BranchRegister r) {
    return guarded(
            asker,
            () ->
                transactions.register(
                    asker.caller().origin(NAMESPACE),
                    Xid.parse(r.xid()),
                    Statuses.kind(r.type()),
                    r.resourceId(),
                    asker.client(),
                    r.lockKey(),
                    r.applicationData(),
                    wantsToFailFast(r.applicationData())))
        .<Response>thenApply(id -> new BranchRegisterResult(Result.ok(), id))
        .exceptionally(
            e -> new BranchRegisterResult(Failures.result(e, ErrorCode.BRANCH_REGISTER_FAILED), 0));
  }

  /** Source: seata-all 2.6.0, ConnectionProxy and AbstractDMLBaseExecutor write "autoCommit". */
  private static boolean wantsToFailFast(String applicationData) {
    if (!applicationData.contains("\"autoCommit\"")) {
      return false;
    }
    try {
      JsonNode autoCommit = JSON.readTree(applicationData).path("autoCommit");
      return autoCommit.isBoolean() && !autoCommit.booleanValue();
    } catch (IOException e) {
      return false; // other frameworks' application data need not be JSON
    }
  }

  private CompletableFuture<Response> report(Asker asker, BranchReport r) {
    return guarded(
            asker,
            () ->
                transactions.report(
                    asker.caller().origin(NAMESPACE),
                    Xid.parse(r.xid()),
                    r.branchId(),
                    Statuses.state(r.status()),
                    r.applicationData()))
        .<Response>thenApply(done -> new BranchReportResult(Result.ok()))
        .exceptionally(
            e -> new BranchReportResult(Failures.result(e, ErrorCode.BRANCH_REPORT_FAILED)));
  }

  private CompletableFuture<Response> lockQuery(Asker asker, LockQuery r) {
    return guarded(asker, () -> isLockable(r))
        .<Response>thenApply(lockable -> new LockQueryResult(Result.ok(), lockable))
        .exceptionally(
            e -> new LockQueryResult(Failures.result(e, ErrorCode.LOCKABLE_CHECK_FAILED), false));
  }

  /** Source: seata-all 2.6.0, ConnectionProxy.checkLock under @GlobalLock alone sends no xid. */
  private CompletableFuture<Boolean> isLockable(LockQuery r) {
    return r.xid().isEmpty()
        ? transactions.unlocked(r.resourceId(), r.lockKey())
        : transactions.lockable(Xid.parse(r.xid()), r.resourceId(), r.lockKey());
  }

  private CompletableFuture<Response> merged(Asker asker, Merged r) {
    List<CompletableFuture<Response>> answers =
        r.requests().stream().map(each -> answer(asker, each)).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(all -> new MergedResult(answers.stream().map(CompletableFuture::join).toList()));
  }

  private static <T> CompletableFuture<T> guarded(Asker asker, Work<T> work) {
    try {
      asker.caller().require(Action.WRITE, NAMESPACE);
      return work.start();
    } catch (Failure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private interface Work<T> {
    CompletableFuture<T> start();
  }
}
