package io.divan.domain.tx;

import io.divan.domain.tx.ResourceManagers.Registered;
import io.divan.domain.tx.TxCommand.Commit;
import io.divan.domain.tx.TxCommand.Intervene;
import io.divan.domain.tx.TxCommand.LogBegin;
import io.divan.domain.tx.TxCommand.RegisterBranch;
import io.divan.domain.tx.TxCommand.Report;
import io.divan.domain.tx.TxCommand.ReportBranch;
import io.divan.domain.tx.TxCommand.ReserveIds;
import io.divan.domain.tx.TxCommand.RollBack;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.session.Copies;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.SessionId;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.Clock.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Global transactions as the rest of the server sees them. What a future says has happened is
 * durable when it completes.
 */
public final class Transactions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Transactions.class);
  private static final int MOST_REASON = 1_000;
  private static final long NO_TRANSACTION = 0; // ids begin above

  private static final int IDS_AT_ONCE = 16_384;
  private static final Duration FIRST_CLEANUP = Duration.ofMinutes(3);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private final Replica<TxMachine> replica;
  private final Sessions sessions;
  private final Clock clock;
  private final TxSettings settings;
  private final IdPool ids;
  private final BegunOnly begunOnly = new BegunOnly();
  private final ResourceManagers resourceManagers = new ResourceManagers();
  private final Coordinator coordinator;
  private final Awaiting awaiting;
  private final Copies copies;
  private final List<Wakeup> wakeups = new ArrayList<>();
  private final LongAdder committed = new LongAdder();
  private final LongAdder rolledBack = new LongAdder();

  /**
   * @param hosting puts the machine on a log
   * @param executor where clients are looked after that wait for another node's doing
   */
  Transactions(
      Function<TxMachine, Replica<TxMachine>> hosting,
      Sessions sessions,
      Clock clock,
      RandomGenerator random,
      TxSettings settings,
      Executor executor) {
    this.replica = hosting.apply(new TxMachine(settings.rememberedOutcomes(), this::changed));
    this.awaiting = new Awaiting(replica, clock, executor);
    this.sessions = sessions;
    this.clock = clock;
    this.settings = settings;
    this.ids =
        new IdPool(() -> replica.submit(Origin.server(), new ReserveIds(IDS_AT_ONCE, IDS_AT_ONCE)));
    var backoff = new Backoff(settings.retryFirst(), settings.retryMost(), random);
    this.coordinator =
        new Coordinator(replica, resourceManagers, sessions, clock, settings, backoff);
    replica.effects(coordinator);
    this.copies = sessions.copies("tx", new Theirs());
    sessions.speak(new RemoteCalls());
  }

  /** Called on the thread that applies entries. */
  private void changed() {
    if (sessions.isClustered()) {
      awaiting.changed();
    }
  }

  /** Puts the transactions on a log; to be done before it starts. */
  public static Transactions on(
      ReplicatedLog log,
      Sessions sessions,
      Clock clock,
      RandomGenerator random,
      TxSettings settings,
      Executor executor) {
    return new Transactions(
        machine -> log.host(machine), sessions, clock, random, settings, executor);
  }

  /** Starts the timers: time-outs, retries, clean-up. To be called once the log has started. */
  public void start() {
    wakeups.add(clock.every(settings.retryFirst(), coordinator::tick));
    wakeups.add(clock.every(settings.timeoutCheck(), this::rollBackOverdue));
    wakeups.add(
        clock.after(
            FIRST_CLEANUP,
            () -> {
              cleanUndoLogs();
              wakeups.add(clock.every(settings.undoLogCleanup(), this::cleanUndoLogs));
            }));
  }

  /**
   * Begins a transaction. Nothing is logged yet: it owes nothing to anyone.
   *
   * @param address where this coordinator is reached, {@code host:port}; part of the xid
   * @param timeout after which it is rolled back; zero or less stands for 60 s
   */
  public CompletableFuture<Xid> begin(
      String address, String application, String group, String name, Duration timeout) {
    int active = begunOnly.size() + replica.read(machine -> machine.all().size());
    if (active >= settings.maxActive()) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.EXHAUSTED,
              "tx.too-many",
              active + " transactions are active (tx.max-active). Try again in a moment."));
    }
    Duration limit = timeout.isPositive() ? timeout : DEFAULT_TIMEOUT;
    return ids.transaction()
        .thenApply(id -> {
          var xid = new Xid(address, id);
          return new Begin(xid, name, application, group, clock.now(), limit);
        })
        .thenCompose(this::begun);
  }

  /** A single server keeps it until it owes something; members of a cluster must all know it. */
  private CompletableFuture<Xid> begun(Begin begin) {
    if (sessions.isClustered()) {
      return replica.submit(Origin.server(), new LogBegin(begin)).thenApply(logged -> begin.xid());
    }
    begunOnly.add(begin);
    return CompletableFuture.completedFuture(begin.xid());
  }

  /**
   * Adds a branch and locks its rows.
   *
   * @param failFast whether to be told apart (tx.lock-conflict-fail-fast) when waiting is hopeless
   * @return the branch's id; fails with CONFLICT if a row is locked or the transaction is decided,
   *     NOT_FOUND if it is unknown
   */
  public CompletableFuture<Long> register(
      Origin origin,
      Xid xid,
      BranchKind kind,
      String resource,
      ClientId client,
      String lockKeys,
      String applicationData,
      boolean failFast) {
    return ids.branch()
        .thenCompose(id -> {
          var branch =
              new Branch(
                  id, kind, resource, client, lockKeys, applicationData, BranchState.REGISTERED);
          return register(origin, xid, branch, failFast);
        });
  }

  private CompletableFuture<Long> register(
      Origin origin, Xid xid, Branch branch, boolean failFast) {
    List<RowKey> rows = branch.rows();
    if (!rows.isEmpty()) { // a conflict seen now need not go through the log, and clients poll
      replica.read(machine -> {
        machine.refuseIfLocked(xid.id(), rows, failFast);
        return rows;
      });
    }
    Optional<Begin> begin = begunOnly.takeForLog(xid.id());
    return replica
        .submit(origin, new RegisterBranch(xid.id(), begin, branch, failFast))
        .thenApply(id -> {
          begin.ifPresent(logged -> begunOnly.logged(xid.id()));
          return id;
        });
  }

  /** What a resource manager says of a first phase. */
  public CompletableFuture<Boolean> report(
      Origin origin, Xid xid, long branch, BranchState state, String applicationData) {
    return replica.submit(origin, new ReportBranch(xid.id(), branch, state, applicationData));
  }

  /**
   * Commits. The future completes when the decision is durable and every branch that must be asked
   * before the client is answered has been asked once.
   *
   * @return where the transaction then stands: COMMITTED, COMMIT_RETRYING, or that it was decided
   *     otherwise before; fails with NOT_FOUND if it is unknown
   */
  public CompletableFuture<TxStatus> commit(Origin origin, Xid xid) {
    Optional<Begin> begin = begunOnly.takeForLog(xid.id());
    return unlessEnded(
        xid,
        () ->
            replica
                .submit(origin, new Commit(xid.id(), begin))
                .thenCompose(status -> {
                  begin.ifPresent(logged -> begunOnly.logged(xid.id()));
                  return counted(afterFirstAttempt(xid, status));
                }));
  }

  /**
   * Rolls back. The future completes when every branch has been asked once.
   *
   * @return where the transaction then stands; fails with NOT_FOUND if it is unknown
   */
  public CompletableFuture<TxStatus> rollBack(Origin origin, Xid xid) {
    if (begunOnly.close(xid.id())) {
      return counted(CompletableFuture.completedFuture(TxStatus.ROLLED_BACK));
    }
    return unlessEnded(
        xid,
        () ->
            replica
                .submit(origin, new RollBack(xid.id(), false))
                .exceptionallyCompose(failure -> rollBackUnlogged(xid, failure))
                .thenCompose(status -> counted(afterFirstAttempt(xid, status))));
  }

  /**
   * Decides, or says how the transaction has ended before. A member that is a little behind must
   * not take what it has yet to hear of for what never came to owe anything.
   */
  private CompletableFuture<TxStatus> unlessEnded(
      Xid xid, Supplier<CompletableFuture<TxStatus>> decision) {
    boolean known =
        begunOnly.contains(xid.id()) || replica.read(machine -> machine.knows(xid.id()));
    CompletableFuture<Void> upToDate =
        known ? CompletableFuture.completedFuture(null) : replica.caughtUp();
    return upToDate.thenCompose(now -> {
      TxStatus ended = begunOnly.contains(xid.id()) ? TxStatus.UNKNOWN : endedStatus(xid);
      return ended == TxStatus.UNKNOWN ? decision.get() : CompletableFuture.completedFuture(ended);
    });
  }

  /** A begin whose every branch was refused is in no entry, so the log does not know it. */
  private CompletableFuture<TxStatus> rollBackUnlogged(Xid xid, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean isUnknown = cause instanceof Failure f && f.kind() == Kind.NOT_FOUND;
    if (isUnknown && begunOnly.contains(xid.id())) {
      begunOnly.logged(xid.id());
      return CompletableFuture.completedFuture(TxStatus.ROLLED_BACK);
    }
    return CompletableFuture.failedFuture(failure);
  }

  private CompletableFuture<TxStatus> afterFirstAttempt(Xid xid, TxStatus decided) {
    if (decided == TxStatus.COMMITTED || !decided.isDriven()) {
      return CompletableFuture.completedFuture(decided);
    }
    CompletableFuture<TxStatus> here =
        coordinator
            .firstAttempt(xid.id())
            .orElseGet(() -> CompletableFuture.completedFuture(statusHere(xid)));
    if (!sessions.isClustered()) {
      return here;
    }
    return coordinator.leads()
        ? here.exceptionallyCompose(noLongerLeads -> awaiting.settled(xid.id()))
        : awaiting.settled(xid.id());
  }

  private CompletableFuture<TxStatus> counted(CompletableFuture<TxStatus> decided) {
    return decided.whenComplete((status, failure) -> {
      if (status == TxStatus.COMMITTED) {
        committed.increment();
      } else if (status == TxStatus.ROLLED_BACK) {
        rolledBack.increment();
      }
    });
  }

  private TxStatus endedStatus(Xid xid) {
    return replica.read(machine ->
        machine.find(xid.id()).isPresent() ? TxStatus.UNKNOWN : machine.status(xid.id()));
  }

  /** A saga engine's word on where its transaction stands. */
  public CompletableFuture<TxStatus> report(Origin origin, Xid xid, TxStatus status) {
    return replica.submit(origin, new Report(xid.id(), status));
  }

  /** Where a transaction stands; UNKNOWN if it never began here or is long forgotten. */
  public CompletableFuture<TxStatus> status(Xid xid) {
    return upToDate().thenApply(now -> statusHere(xid));
  }

  /** At once where nobody else could have changed anything. */
  private CompletableFuture<Void> upToDate() {
    return sessions.isClustered() ? replica.caughtUp() : CompletableFuture.completedFuture(null);
  }

  private TxStatus statusHere(Xid xid) {
    if (begunOnly.contains(xid.id())) {
      return TxStatus.BEGUN;
    }
    TxStatus status = replica.read(machine -> machine.status(xid.id()));
    boolean answered =
        coordinator.firstAttempt(xid.id()).map(CompletableFuture::isDone).orElse(false);
    return answered && status == TxStatus.COMMITTING ? TxStatus.COMMITTED : status;
  }

  /**
   * Whether a transaction could lock rows now.
   *
   * @param lockKeys {@code table:pk,pk;table:pk}
   */
  public CompletableFuture<Boolean> lockable(Xid xid, String resource, String lockKeys) {
    return isFree(xid.id(), RowKey.parse(resource, lockKeys));
  }

  /**
   * Whether rows are free of locks: what a write outside of any transaction asks.
   *
   * @param lockKeys {@code table:pk,pk;table:pk}
   */
  public CompletableFuture<Boolean> unlocked(String resource, String lockKeys) {
    return isFree(NO_TRANSACTION, RowKey.parse(resource, lockKeys));
  }

  private CompletableFuture<Boolean> isFree(long transaction, List<RowKey> rows) {
    return upToDate()
        .thenApply(now ->
            replica.read(machine -> machine.locks().otherHolder(transaction, rows).isEmpty()));
  }

  /** A resource manager says over its connection what it serves; true until the session ends. */
  public void serve(Session session, ClientId client, Set<String> resources) {
    Registered served = resourceManagers.register(session.id(), client, resources);
    copies.publish(session.id(), served.version(), () -> RemoteCalls.encode(served));
    session.onClose(ended -> {
      resourceManagers.remove(ended.id());
      copies.ended(ended.id());
    });
    coordinator.appeared(resources);
  }

  /** The resource managers that are connected to other members. */
  private final class Theirs implements Copies.Listener {
    @Override
    public void said(SessionId session, long version, byte[] value) {
      Registered theirs = RemoteCalls.decode(session, version, value);
      resourceManagers.accept(theirs);
      coordinator.appeared(theirs.resources());
    }

    @Override
    public void gone(SessionId session) {
      resourceManagers.remove(session);
    }
  }

  private void rollBackOverdue() {
    Instant now = clock.now();
    begunOnly.closeOverdue(now);
    if (!coordinator.leads()) {
      return;
    }
    List<Long> overdue =
        replica.read(machine ->
            machine.all().stream()
                .filter(each -> each.status() == TxStatus.BEGUN)
                .filter(each -> each.begin().isOverdueAt(now))
                .map(Transaction::id)
                .toList());
    for (Long id : overdue) {
      replica.submit(Origin.server(), new RollBack(id, true));
    }
  }

  private void cleanUndoLogs() {
    if (!coordinator.leads()) {
      return;
    }
    resourceManagers
        .oneForEach()
        .forEach((resource, session) ->
            sessions.deliver(session, new UndoLogCleanup(resource, settings.undoLogDays())));
  }

  /** Every transaction that is in the log and not finished, oldest first. */
  public List<Transaction> active() {
    return replica.read(machine -> List.copyOf(machine.all()));
  }

  /**
   * Does what a person has decided about a transaction that cannot be finished.
   *
   * @param origin who it is, for the audit
   * @param reason why, in their words
   * @return where the transaction then stands; fails with NOT_FOUND if it is unknown or finished,
   *     CONFLICT if the remedy does not suit its state, USER if no reason is given
   */
  public CompletableFuture<TxStatus> intervene(
      Origin origin, Xid xid, Remedy remedy, String reason) {
    if (reason.isBlank() || reason.length() > MOST_REASON) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.USER,
              "tx.reason",
              "Say why, in 1 to " + MOST_REASON + " characters: it is kept in the audit."));
    }
    log.warn("{} asks for {} of {}: {}", origin.principal(), remedy, xid, reason);
    return replica.submit(origin, new Intervene(xid.id(), remedy, reason));
  }

  /** What persons have done about transactions, the latest first; the last thousand are kept. */
  public List<Intervention> interventions() {
    return replica.read(TxMachine::interventions);
  }

  /** Rows that are locked, and by which transaction; at most so many. */
  public List<LockedRow> locks(int most) {
    return replica.read(machine -> {
      List<LockedRow> rows = new ArrayList<>();
      machine
          .locks()
          .forEach((row, holder) -> {
            if (rows.size() < most) {
              machine.find(holder).ifPresent(t -> rows.add(new LockedRow(row, t.xid())));
            }
          });
      return rows;
    });
  }

  /** A row and who has it. */
  public record LockedRow(RowKey row, Xid holder) {}

  /** The connected resource managers, by resource. */
  public Map<String, List<ClientId>> resources() {
    return resourceManagers.overview();
  }

  /** How it goes, in figures; the totals are of this process. */
  public Figures figures() {
    return replica.read(machine ->
        new Figures(
            begunOnly.size(),
            machine.all().size(),
            machine.all().stream().filter(each -> each.status().isHeld()).count(),
            machine.locks().size(),
            committed.sum(),
            rolledBack.sum()));
  }

  /**
   * @param begun begun, and not in the log yet
   * @param active in the log, and not finished
   * @param held waiting for a person
   */
  public record Figures(
      int begun, int active, long held, int locks, long committed, long rolledBack) {}

  @Override
  public void close() {
    wakeups.forEach(Wakeup::cancel);
  }
}
