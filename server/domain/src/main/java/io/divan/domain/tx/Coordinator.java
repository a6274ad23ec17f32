package io.divan.domain.tx;

import io.divan.domain.tx.TxCommand.BranchRef;
import io.divan.domain.tx.TxCommand.FinishBranches;
import io.divan.domain.tx.TxCommand.Hold;
import io.divan.domain.tx.TxCommand.NoteRetrying;
import io.divan.domain.tx.TxCommand.Report;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.machine.Batches;
import io.divan.kernel.machine.Effect;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.session.SessionId;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the second phase of decided transactions while this node leads: asks each branch's resource
 * manager, at least once, until every branch has answered.
 */
final class Coordinator implements EffectRunner {
  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);
  private static final int MOST_FINISHED = 1_000; // branches in one entry

  private final Replica<TxMachine> replica;
  private final ResourceManagers resourceManagers;
  private final Sessions sessions;
  private final Clock clock;
  private final TxSettings settings;
  private final Backoff backoff;

  /** One that is lost is found again: the branch is then still owed and says that it is done. */
  private final Batches<BranchRef> finished;

  private final ConcurrentHashMap<Long, Driven> driven = new ConcurrentHashMap<>();
  private volatile boolean leading;

  Coordinator(
      Replica<TxMachine> replica,
      ResourceManagers resourceManagers,
      Sessions sessions,
      Clock clock,
      TxSettings settings,
      Backoff backoff) {
    this.replica = replica;
    this.resourceManagers = resourceManagers;
    this.sessions = sessions;
    this.clock = clock;
    this.settings = settings;
    this.backoff = backoff;
    this.finished =
        new Batches<>(
            MOST_FINISHED,
            branches -> replica.submit(Origin.server(), new FinishBranches(branches)));
  }

  @Override
  public void lead(long term, List<Owed> owed) {
    leading = true;
    if (!owed.isEmpty()) {
      log.info("Goes on with {} decided transactions in term {}", owed.size(), term);
    }
    owed.forEach(this::run);
  }

  @Override
  public void run(Owed owed) {
    Effect effect = owed.effect();
    if (effect instanceof Drive drive && drive.anew()) {
      var anew = new Driven(drive.transaction());
      Driven before = driven.put(drive.transaction(), anew);
      if (before != null) {
        before.firstAttempt().complete(statusOf(drive.transaction()));
      }
      attempt(anew);
    } else if (effect instanceof Drive drive) {
      attempt(driven.computeIfAbsent(drive.transaction(), Driven::new));
    }
  }

  @Override
  public void follow() {
    leading = false;
    driven
        .values()
        .forEach(each ->
            each.firstAttempt()
                .completeExceptionally(
                    Failure.of(
                        Failure.Kind.NOT_LEADER,
                        "tx.not-leader",
                        "Another node goes on with this transaction.")));
    driven.clear();
  }

  /** Whether this node does what is owed. */
  boolean leads() {
    return leading;
  }

  /** Tries again what has waited long enough. */
  void tick() {
    long now = clock.nanos();
    driven.values().stream().filter(each -> each.isDueAt(now)).forEach(this::attempt);
  }

  /** Tries again at once what waits for resources that have just appeared. */
  void appeared(Set<String> resources) {
    driven.values().stream().filter(each -> each.waitsForOneOf(resources)).forEach(this::attempt);
  }

  /** What a client may be told of a decided transaction once its first attempt is over. */
  Optional<CompletableFuture<TxStatus>> firstAttempt(long transaction) {
    return Optional.ofNullable(driven.get(transaction)).map(Driven::firstAttempt);
  }

  private void attempt(Driven drive) {
    if (!leading || !drive.begin()) {
      return;
    }
    Optional<Transaction> found = replica.read(machine -> machine.find(drive.transaction()));
    if (found.isEmpty() || !found.get().status().isDriven()) {
      ended(drive);
    } else if (found.get().isSaga()) {
      askSaga(drive, found.get());
    } else {
      askInTurn(drive, found.get(), SecondPhase.inTurn(found.get()).iterator());
    }
  }

  /** Whether a person has decided anew since, so that what is answered does not count. */
  private boolean isOver(Driven drive) {
    return leading && driven.get(drive.transaction()) != drive;
  }

  private void ended(Driven drive) {
    driven.remove(drive.transaction(), drive);
    drive.firstAttempt().complete(statusOf(drive.transaction()));
  }

  private TxStatus statusOf(long transaction) {
    return replica.read(machine -> machine.status(transaction));
  }

  private void askInTurn(Driven drive, Transaction transaction, Iterator<Branch> branches) {
    while (branches.hasNext()) {
      Branch branch = branches.next();
      if (!drive.hasAnswered(branch)) {
        ask(transaction, branch)
            .whenComplete((answer, failure) -> {
              if (isOver(drive)) {
                return;
              }
              if (answer == BranchAnswer.DONE) {
                drive.answered(branch, finished.add(new BranchRef(transaction.id(), branch.id())));
                askInTurn(drive, transaction, branches);
              } else {
                notDone(drive, transaction, branch, answer, failure);
              }
            });
        return;
      }
    }
    if (transaction.status().isCommitting()) {
      drive
          .firstAttempt()
          .complete(TxStatus.COMMITTED); // the decision is durable, the rest is ours
      askLater(drive, transaction);
    } else {
      close(drive, transaction);
    }
  }

  /** Asks the branches that may be asked all at once, then closes the attempt. */
  private void askLater(Driven drive, Transaction transaction) {
    List<CompletableFuture<BranchAnswer>> asked =
        SecondPhase.later(transaction).stream()
            .filter(branch -> !drive.hasAnswered(branch))
            .map(branch -> askOneLater(drive, transaction, branch))
            .toList();
    CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .whenComplete((answers, failure) -> close(drive, transaction));
  }

  private CompletableFuture<BranchAnswer> askOneLater(
      Driven drive, Transaction transaction, Branch branch) {
    return ask(transaction, branch)
        .whenComplete((answer, failure) -> {
          if (isOver(drive)) {
            return;
          }
          if (answer == BranchAnswer.DONE) {
            drive.answered(branch, finished.add(new BranchRef(transaction.id(), branch.id())));
          } else if (answer == BranchAnswer.NEVER) {
            hold(drive, transaction, branch, never(transaction));
          }
        });
  }

  /** Once the answers are logged, either nothing is left or another attempt follows. */
  private void close(Driven drive, Transaction transaction) {
    drive
        .allLogged()
        .whenComplete((logged, failure) -> {
          if (isOver(drive)) {
            return;
          }
          Optional<Transaction> left = replica.read(m -> m.find(transaction.id()));
          if (left.isEmpty() || !left.get().status().isDriven()) {
            ended(drive);
          } else {
            Branch next = left.get().branches().getFirst();
            retryLater(drive, left.get(), next);
          }
        });
  }

  private void notDone(
      Driven drive,
      Transaction transaction,
      Branch branch,
      @Nullable BranchAnswer answer,
      @Nullable Throwable failure) {
    if (answer == BranchAnswer.NEVER) {
      hold(drive, transaction, branch, never(transaction));
    } else if (isPastRetryLimit(transaction)) {
      hold(drive, transaction, branch, "the resource manager could not be reached in time");
    } else {
      if (log.isDebugEnabled()) {
        log.debug("{} of {}: {} {}", branch, transaction.xid(), answer, String.valueOf(failure));
      }
      retryLater(drive, transaction, branch);
    }
  }

  private static String never(Transaction transaction) {
    return "its resource manager says that it can never be "
        + (transaction.status().isCommitting()
            ? "committed"
            : "rolled back; perhaps a row was changed meanwhile");
  }

  private boolean isPastRetryLimit(Transaction transaction) {
    Duration limit =
        transaction.status().isCommitting()
            ? settings.commitRetryLimit()
            : settings.rollbackRetryLimit();
    return !limit.isZero() && clock.now().isAfter(transaction.changed().plus(limit));
  }

  private void retryLater(Driven drive, Transaction transaction, Branch branch) {
    int failures = drive.countFailure();
    if (failures == 1) {
      log.warn(
          "Second phase to be tried again: xid={} status={} branch={} resource={}",
          transaction.xid(),
          transaction.status(),
          branch.id(),
          branch.resource());
      noteRetrying(drive, transaction);
    }
    drive.failed(branch.resource(), clock.nanos() + backoff.nanosAfter(failures));
  }

  private void noteRetrying(Driven drive, Transaction transaction) {
    if (transaction.status().whenRetrying() == transaction.status()) {
      drive.firstAttempt().complete(transaction.status());
      return;
    }
    replica
        .submit(Origin.server(), new NoteRetrying(transaction.id()))
        .whenComplete((status, failure) ->
            drive.firstAttempt().complete(failure == null ? status : transaction.status()));
  }

  private void hold(Driven drive, Transaction transaction, Branch branch, String why) {
    log.error(
        "Held for a person: xid={} status={} branch={} resource={} because {}",
        transaction.xid(),
        transaction.status(),
        branch.id(),
        branch.resource(),
        why);
    String reason = "branch " + branch.id() + " on " + branch.resource() + ": " + why;
    replica
        .submit(Origin.server(), new Hold(transaction.id(), branch.id(), reason))
        .whenComplete((status, failure) -> ended(drive));
  }

  /** Asks a branch's resource manager; an XA branch unknown for long enough counts as done. */
  private CompletableFuture<BranchAnswer> ask(Transaction transaction, Branch branch) {
    var call =
        new BranchCall(
            transaction.status().isCommitting(),
            transaction.xid(),
            branch.id(),
            branch.kind(),
            branch.resource(),
            branch.applicationData());
    return deliver(resourceManagers.choose(branch), call)
        .thenApply(answer ->
            answer == BranchAnswer.XA_UNKNOWN && isPastXaGrace(transaction)
                ? BranchAnswer.DONE
                : answer);
  }

  private boolean isPastXaGrace(Transaction transaction) {
    Duration timeout = transaction.begin().timeout();
    Duration grace =
        timeout.compareTo(settings.xaUnknownGrace()) > 0 ? timeout : settings.xaUnknownGrace();
    Instant end = transaction.begin().began().plus(timeout).plus(grace);
    return clock.now().isAfter(end);
  }

  private CompletableFuture<BranchAnswer> deliver(Optional<SessionId> session, BranchCall call) {
    return session
        .map(id -> sessions.deliver(id, call).thenApply(BranchAnswer.class::cast))
        .orElseGet(() ->
            CompletableFuture.failedFuture(
                Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "tx.no-resource-manager",
                    "No resource manager is connected for " + call.resource() + ".")));
  }

  /** Asks a saga's engine about the transaction as a whole. */
  private void askSaga(Driven drive, Transaction transaction) {
    Begin begin = transaction.begin();
    String resource = begin.application() + "#" + begin.group();
    var call =
        new BranchCall(
            transaction.status().isCommitting(),
            transaction.xid(),
            -1,
            BranchKind.SAGA,
            resource,
            transaction.status().name());
    var anywhere = new ClientId(begin.application(), "", 0);
    Branch first = transaction.branches().getFirst();
    deliver(resourceManagers.choose(resource, anywhere, true), call)
        .whenComplete((answer, failure) -> {
          if (isOver(drive)) {
            return;
          }
          if (answer == null) {
            retryLater(drive, transaction, first);
            return;
          }
          switch (answer) {
            case DONE -> {
              for (Branch each : transaction.branches()) {
                drive.answered(each, finished.add(new BranchRef(transaction.id(), each.id())));
              }
              close(drive, transaction);
            }
            case SAGA_ROLLED_BACK -> reported(drive, transaction, TxStatus.ROLLED_BACK);
            case SAGA_WANTS_ROLLBACK -> reported(drive, transaction, TxStatus.ROLLBACK_RETRYING);
            case SAGA_WANTS_COMMIT -> reported(drive, transaction, TxStatus.COMMIT_RETRYING);
            case NEVER, RETRY, XA_UNKNOWN -> notDone(drive, transaction, first, answer, failure);
          }
        });
  }

  /** The engine has said where the saga goes instead; the transaction follows it. */
  private void reported(Driven drive, Transaction transaction, TxStatus status) {
    replica
        .submit(Origin.server(), new Report(transaction.id(), status))
        .whenComplete((now, failure) -> {
          drive.firstAttempt().complete(failure == null ? now : transaction.status());
          retryLater(drive, transaction, transaction.branches().getFirst());
        });
  }
}
