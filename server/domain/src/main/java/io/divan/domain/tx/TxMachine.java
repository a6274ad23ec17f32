package io.divan.domain.tx;

import io.divan.domain.tx.TxCommand.BranchRef;
import io.divan.domain.tx.TxCommand.Commit;
import io.divan.domain.tx.TxCommand.FinishBranches;
import io.divan.domain.tx.TxCommand.Hold;
import io.divan.domain.tx.TxCommand.IdRanges;
import io.divan.domain.tx.TxCommand.Intervene;
import io.divan.domain.tx.TxCommand.LogBegin;
import io.divan.domain.tx.TxCommand.NoteRetrying;
import io.divan.domain.tx.TxCommand.RegisterBranch;
import io.divan.domain.tx.TxCommand.Report;
import io.divan.domain.tx.TxCommand.ReportBranch;
import io.divan.domain.tx.TxCommand.ReserveIds;
import io.divan.domain.tx.TxCommand.RollBack;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.EffectId;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.SectionReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The global transactions as a deterministic machine.
 *
 * <p>A transaction enters the state with the first entry that owes something: its first branch, or
 * its commit. It leaves when nothing is owed any more; only its {@link Outcomes outcome} stays. One
 * whose second phase cannot be finished never leaves by itself.
 */
final class TxMachine implements Machine<TxCommand<?>> {
  private final Map<Long, Transaction> transactions = new LinkedHashMap<>();
  private final LockTable locks = new LockTable();
  private final Interventions interventions = new Interventions();
  private final Outcomes outcomes;
  private final Runnable onChange;
  private long firstTransaction;
  private long nextTransaction;
  private long nextBranch;

  /**
   * @param onChange told of every change, on the applying thread
   */
  TxMachine(int rememberedOutcomes, Runnable onChange) {
    this.onChange = onChange;
    this.outcomes = new Outcomes(rememberedOutcomes);
  }

  @Override
  public String name() {
    return "tx";
  }

  @Override
  @SuppressWarnings("unchecked")
  public Class<TxCommand<?>> commands() {
    return (Class<TxCommand<?>>) (Class<?>) TxCommand.class;
  }

  @Override
  public Codec<TxCommand<?>> codec() {
    return TxCodec.INSTANCE;
  }

  @Override
  public Object apply(Entry entry, TxCommand<?> command) {
    Object result = change(entry, command);
    onChange.run();
    return result;
  }

  private Object change(Entry entry, TxCommand<?> command) {
    return switch (command) {
      case ReserveIds c -> reserve(entry.now(), c);
      case LogBegin c -> begin(c);
      case RegisterBranch c -> register(c);
      case ReportBranch c -> report(c);
      case Commit c -> commit(entry, c);
      case RollBack c -> rollBack(entry, c);
      case Report c -> report(entry, c);
      case FinishBranches c -> finish(entry, c);
      case NoteRetrying c -> retrying(entry.now(), c);
      case Hold c -> hold(entry.now(), c);
      case Intervene c -> intervene(entry, c);
    };
  }

  /**
   * The first ids of a cluster's life come from its clock: an undo log that an application kept
   * from an earlier life, whose data were lost, can then not be taken for one of this life.
   */
  private IdRanges reserve(Instant now, ReserveIds c) {
    if (nextTransaction == 0) {
      firstTransaction = now.toEpochMilli() * 1_000;
      nextTransaction = firstTransaction;
      nextBranch = firstTransaction;
    }
    var ranges =
        new IdRanges(
            nextTransaction,
            nextTransaction + c.transactions(),
            nextBranch,
            nextBranch + c.branches());
    nextTransaction = ranges.endTransaction();
    nextBranch = ranges.endBranch();
    return ranges;
  }

  private Boolean begin(LogBegin c) {
    long id = c.begin().xid().id();
    if (!knows(id)) {
      transactions.put(id, Transaction.begun(c.begin()));
    }
    return true;
  }

  private Long register(RegisterBranch c) {
    Transaction transaction = activeOr(c.transaction(), c.begin());
    Branch branch = c.branch();
    if (transaction.status() != TxStatus.BEGUN && branch.kind() != BranchKind.SAGA) {
      throw Failure.of(
          Kind.CONFLICT,
          "tx.not-active",
          "Transaction "
              + transaction.xid()
              + " takes no more branches: it is "
              + transaction.status()
              + ".");
    }
    List<RowKey> rows = branch.rows();
    refuseIfLocked(transaction.id(), rows, c.failFast());
    locks.lock(transaction.id(), rows);
    transactions.put(transaction.id(), transaction.with(branch));
    return branch.id();
  }

  /**
   * @throws Failure CONFLICT if another transaction has one of the rows
   */
  void refuseIfLocked(long transaction, List<RowKey> rows, boolean failFast) {
    Optional<Long> other = locks.otherHolder(transaction, rows);
    if (other.isEmpty()) {
      return;
    }
    Transaction holder = transactions.get(other.get());
    boolean hopeless = failFast && holder != null && holder.status().isRollingBack();
    throw Failure.of(
        Kind.CONFLICT,
        hopeless ? "tx.lock-conflict-fail-fast" : "tx.lock-conflict",
        "A row is locked by transaction "
            + (holder == null ? other.get() : holder.xid() + ", which is " + holder.status())
            + ".");
  }

  private Boolean report(ReportBranch c) {
    Transaction transaction = active(c.transaction());
    Branch branch =
        transaction
            .branch(c.branch())
            .orElseThrow(() ->
                Failure.of(
                    Kind.NOT_FOUND,
                    "tx.unknown-branch",
                    "Transaction " + transaction.xid() + " has no branch " + c.branch() + "."));
    Branch reported = branch.reported(c.state(), c.applicationData());
    transactions.put(transaction.id(), transaction.replacing(reported));
    return true;
  }

  private TxStatus commit(Entry entry, Commit c) {
    TxStatus ended = outcomes.of(c.transaction());
    if (ended != TxStatus.UNKNOWN) {
      return ended;
    }
    Transaction transaction = activeOr(c.transaction(), c.begin());
    if (transaction.status() != TxStatus.BEGUN) {
      return transaction.status();
    }
    if (transaction.begin().isOverdueAt(entry.now())) {
      return decide(entry, transaction, TxStatus.TIMEOUT_ROLLING_BACK);
    }
    Transaction owed = transaction.keeping(Branch::isOwedCommit);
    boolean later = owed.commitsLater() && !owed.isSaga();
    TxStatus decided =
        decide(entry, transaction, later ? TxStatus.ASYNC_COMMITTING : TxStatus.COMMITTING);
    return decided == TxStatus.ASYNC_COMMITTING ? TxStatus.COMMITTED : decided;
  }

  private TxStatus rollBack(Entry entry, RollBack c) {
    TxStatus ended = outcomes.of(c.transaction());
    if (ended != TxStatus.UNKNOWN) {
      return ended;
    }
    Transaction transaction = active(c.transaction());
    boolean undecided = transaction.status() == TxStatus.BEGUN;
    boolean due = !c.timedOut() || transaction.begin().isOverdueAt(entry.now());
    if (!undecided || !due) {
      return transaction.status();
    }
    return decide(
        entry, transaction, c.timedOut() ? TxStatus.TIMEOUT_ROLLING_BACK : TxStatus.ROLLING_BACK);
  }

  private TxStatus decide(Entry entry, Transaction transaction, TxStatus status) {
    Transaction decided = owing(status, transaction.in(status, entry.now()));
    return settle(entry, decided, new Drive(transaction.id()));
  }

  /** What a transaction still owes its branches in that status; other branches and locks go. */
  private Transaction owing(TxStatus status, Transaction transaction) {
    if (status.isCommitting()) {
      locks.release(transaction.id(), transaction.branches(), List.of());
      return transaction.unlocked().keeping(Branch::isOwedCommit);
    }
    return drop(
        transaction, transaction.branches().stream().filter(b -> !b.isOwedRollback()).toList());
  }

  /** Removes branches and the locks that only they had. */
  private Transaction drop(Transaction transaction, List<Branch> gone) {
    Transaction rest = transaction.keeping(branch -> !gone.contains(branch));
    if (transaction.locksHeld()) {
      locks.release(transaction.id(), gone, rest.branches());
    }
    return rest;
  }

  /** Keeps a decided transaction while it owes something, and ends it when it does not. */
  private TxStatus settle(Entry entry, Transaction transaction, Drive effect) {
    if (transaction.branches().isEmpty()) {
      transactions.remove(transaction.id());
      outcomes.put(transaction.id(), transaction.status().whenDone());
      return transaction.status().whenDone();
    }
    EffectId drive = entry.owe(effect);
    transactions.put(transaction.id(), transaction.owing(drive));
    return transaction.status();
  }

  /**
   * A saga's engine knows better than its coordinator where it stands: an end is believed, and
   * anything else only noted.
   */
  private TxStatus report(Entry entry, Report c) {
    Transaction transaction = transactions.get(c.transaction());
    if (transaction == null || !transaction.isSaga()) {
      return transaction == null ? c.status() : transaction.status();
    }
    return switch (c.status()) {
      case COMMITTED -> end(transaction, TxStatus.COMMITTED);
      case ROLLED_BACK, UNKNOWN -> end(transaction, TxStatus.ROLLED_BACK);
      case COMMIT_RETRYING, ROLLBACK_RETRYING, TIMEOUT_ROLLBACK_RETRYING ->
          settle(entry, transaction.in(c.status(), entry.now()), new Drive(transaction.id()));
      default -> {
        transactions.put(transaction.id(), transaction.in(c.status(), entry.now()));
        yield c.status();
      }
    };
  }

  private TxStatus end(Transaction transaction, TxStatus outcome) {
    transactions.remove(transaction.id());
    locks.release(transaction.id(), transaction.branches(), List.of());
    outcomes.put(transaction.id(), outcome);
    return outcome;
  }

  private Boolean finish(Entry entry, FinishBranches c) {
    for (BranchRef ref : c.branches()) {
      Transaction transaction = transactions.get(ref.transaction());
      if (transaction == null || transaction.status() == TxStatus.BEGUN) {
        continue; // finished before: an effect is done at least once
      }
      Optional<Branch> branch = transaction.branch(ref.branch());
      if (branch.isPresent()) {
        finish(entry.now(), drop(transaction, List.of(branch.get())));
      }
    }
    return true;
  }

  private void finish(Instant now, Transaction rest) {
    if (rest.branches().isEmpty()) {
      end(rest, rest.status().whenDone());
    } else if (rest.status() == TxStatus.COMMITTING && rest.commitsLater()) {
      transactions.put(rest.id(), rest.in(TxStatus.ASYNC_COMMITTING, now));
    } else {
      transactions.put(rest.id(), rest);
    }
  }

  private TxStatus retrying(Instant now, NoteRetrying c) {
    Transaction transaction = transactions.get(c.transaction());
    if (transaction == null) {
      return outcomes.of(c.transaction());
    }
    Transaction noted = transaction.in(transaction.status().whenRetrying(), now);
    transactions.put(transaction.id(), noted);
    return noted.status();
  }

  private TxStatus hold(Instant now, Hold c) {
    Transaction transaction = active(c.transaction());
    Transaction held = transaction.held(c.reason(), now);
    transactions.put(transaction.id(), held);
    return held.status();
  }

  private TxStatus intervene(Entry entry, Intervene c) {
    Transaction transaction = active(c.transaction());
    TxStatus before = transaction.status();
    if (!c.remedy().suits(before)) {
      throw Failure.of(
          Kind.CONFLICT,
          "tx.remedy",
          "Transaction "
              + transaction.xid()
              + " is "
              + before
              + (c.remedy() == Remedy.HOLD
                  ? ": only a second phase that is under way can be held."
                  : ": hold it first, or wait until it is held."));
    }
    String author = entry.origin().principal();
    interventions.add(
        new Intervention(
            entry.now(),
            transaction.xid(),
            c.remedy(),
            author,
            c.reason(),
            before,
            transaction.reason(),
            transaction.branches()));
    return switch (c.remedy()) {
      case HOLD -> {
        String why = author + " holds it: " + c.reason();
        transactions.put(transaction.id(), transaction.held(why, entry.now()));
        yield before.whenHeld();
      }
      case RETRY -> resume(entry, transaction, before.whenResumed());
      case COMMIT -> resume(entry, transaction, TxStatus.COMMIT_RETRYING);
      case ROLL_BACK -> resume(entry, transaction, TxStatus.ROLLBACK_RETRYING);
      case RELEASE -> end(transaction, before.whenDone());
    };
  }

  private TxStatus resume(Entry entry, Transaction transaction, TxStatus status) {
    Transaction resumed = owing(status, transaction.resumed(status, entry.now()));
    return settle(entry, resumed, new Drive(transaction.id(), true));
  }

  /** What persons have done, the latest first. */
  List<Intervention> interventions() {
    return interventions.latestFirst();
  }

  private Transaction active(long id) {
    Transaction transaction = transactions.get(id);
    if (transaction == null) {
      throw Xid.unknown(id);
    }
    return transaction;
  }

  private Transaction activeOr(long id, Optional<Begin> begin) {
    Transaction transaction = transactions.get(id);
    if (transaction != null) {
      return transaction;
    }
    if (begin.isEmpty() || outcomes.of(id) != TxStatus.UNKNOWN) {
      throw Xid.unknown(id);
    }
    return Transaction.begun(begin.get());
  }

  @Override
  public List<Owed> owed() {
    List<Owed> owed = new ArrayList<>();
    for (Transaction transaction : transactions.values()) {
      if (transaction.status().isDriven()) {
        transaction.owed().ifPresent(id -> owed.add(new Owed(id, new Drive(transaction.id()))));
      }
    }
    return owed;
  }

  /**
   * Where a transaction stands, UNKNOWN if it is not in the state and its end is not remembered.
   */
  TxStatus status(long id) {
    Transaction transaction = transactions.get(id);
    if (transaction != null) {
      return transaction.status();
    }
    TxStatus outcome = outcomes.of(id);
    boolean wasIssued = id >= firstTransaction && id < nextTransaction;
    return outcome == TxStatus.UNKNOWN && wasIssued && outcomes.reachesBackTo(id)
        ? TxStatus.ROLLED_BACK
        : outcome;
  }

  /**
   * Where a decided transaction stands once its first attempt is over, as far as the log tells;
   * nothing while it is under way.
   */
  Optional<TxStatus> settled(long id) {
    TxStatus status = status(id);
    return switch (status) {
      case COMMITTING, ROLLING_BACK, TIMEOUT_ROLLING_BACK -> Optional.empty();
      case ASYNC_COMMITTING -> Optional.of(TxStatus.COMMITTED);
      default -> Optional.of(status);
    };
  }

  /** Whether it is in the state, or its end is remembered: nothing is then presumed. */
  boolean knows(long id) {
    return transactions.containsKey(id) || outcomes.of(id) != TxStatus.UNKNOWN;
  }

  Optional<Transaction> find(long id) {
    return Optional.ofNullable(transactions.get(id));
  }

  Collection<Transaction> all() {
    return Collections.unmodifiableCollection(transactions.values());
  }

  LockTable locks() {
    return locks;
  }

  @Override
  public Capture capture() {
    return TxSnapshot.capture(
        new TxSnapshot.Ids(firstTransaction, nextTransaction, nextBranch),
        transactions.values(),
        interventions.oldestFirst(),
        outcomes);
  }

  @Override
  public void restore(SectionReader section) {
    transactions.clear();
    locks.clear();
    outcomes.clear();
    interventions.clear();
    TxSnapshot.restore(section, new Restoring());
    onChange.run();
  }

  private final class Restoring implements TxSnapshot.Target {
    @Override
    public void ids(TxSnapshot.Ids ids) {
      firstTransaction = ids.firstTransaction();
      nextTransaction = ids.nextTransaction();
      nextBranch = ids.nextBranch();
    }

    @Override
    public void transaction(Transaction transaction) {
      transactions.put(transaction.id(), transaction);
      if (transaction.locksHeld()) {
        transaction.branches().forEach(each -> locks.lock(transaction.id(), each.rows()));
      }
    }

    @Override
    public void intervention(Intervention intervention) {
      interventions.add(intervention);
    }

    @Override
    public void outcomes(long block, byte[] bits) {
      outcomes.restore(block, bits);
    }
  }
}
