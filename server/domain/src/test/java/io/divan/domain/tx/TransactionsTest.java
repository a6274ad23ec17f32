package io.divan.domain.tx;

import static io.divan.domain.tx.BranchAnswer.DONE;
import static io.divan.domain.tx.BranchAnswer.NEVER;
import static io.divan.domain.tx.BranchAnswer.RETRY;
import static io.divan.domain.tx.BranchAnswer.XA_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.fake.LocalReplica;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.time.ManualClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions with a log, a clock and resource managers of the test. */
class TransactionsTest {
  private static final Origin CLIENT = Origin.of("client", "");
  private static final ClientId SHOP = new ClientId("shop", "10.0.0.1", 1001);
  private static final String DB = "jdbc:x";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final LocalReplica<TxCommand<?>, TxMachine> replica =
      new LocalReplica<>(() -> new TxMachine(100_000, () -> {}), clock);
  private final List<String> asked = new ArrayList<>();
  private final Map<String, BranchAnswer> answers = new HashMap<>();
  private Sessions sessions = new Sessions(1, clock);
  private Transactions transactions = transactions();
  private Session shop = connect(SHOP, DB, "tcc-1", "tcc-2", "xa");

  private Transactions transactions() {
    return transactions(Map.of());
  }

  private Transactions transactions(Map<String, String> given) {
    List<Source> sources = List.of(new Source.Given("test", given));
    var settings = Settings.read(TxSettings.class, sources).values();
    var created =
        new Transactions(
            machine -> replica, sessions, clock, new Random(1), settings, Runnable::run);
    created.start();
    return created;
  }

  private Session connect(ClientId client, String... resources) {
    Session session =
        sessions.open(
            "test",
            new InetSocketAddress(0),
            new Session.Channel() {
              @Override
              public CompletableFuture<Object> deliver(Object message) {
                if (!(message instanceof BranchCall call)) {
                  asked.add(message.toString());
                  return CompletableFuture.completedFuture(true);
                }
                asked.add((call.commit() ? "commit " : "rollback ") + call.resource());
                return CompletableFuture.completedFuture(
                    answers.getOrDefault(call.resource(), DONE));
              }

              @Override
              public void close() {}
            });
    transactions.serve(session, client, Set.of(resources));
    return session;
  }

  /** The server dies and starts again from its log; clients connect anew. */
  private void restartServer() {
    transactions.close();
    replica.replay();
    sessions = new Sessions(2, clock);
    transactions = transactions();
  }

  @BeforeEach
  void forgetWhatWasAskedBefore() {
    asked.clear();
  }

  @Test
  void aBeginIsNotLoggedUntilItOwesSomething() {
    begin(); // the first one fetches ids
    int before = replica.entries();
    Xid xid = begin();
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.BEGUN);
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(replica.entries()).isEqualTo(before);
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLED_BACK);
  }

  @Test
  void aCommitWithoutBranchesIsLoggedBecauseItWasAnswered() {
    Xid xid = begin();
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMITTED);
    restartServer();
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMITTED);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMITTED);
    assertThat(rollBack(xid)).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void aBeginThatACrashLostIsRolledBackAndItsIdNeverIssuedAgain() {
    Xid lost = begin();
    restartServer();
    assertThat(transactions.status(lost).join()).isEqualTo(TxStatus.ROLLED_BACK);
    assertThatThrownBy(() -> register(lost, BranchKind.TCC, "tcc-1", ""))
        .hasCauseInstanceOf(Failure.class)
        .hasMessageContaining("No transaction");
    assertThat(commit(lost)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(begin().id()).isGreaterThan(lost.id());
  }

  @Test
  void whatWasNeverIssuedIsUnknown() {
    begin();
    assertThat(transactions.status(new Xid("x", 5)).join()).isEqualTo(TxStatus.UNKNOWN);
    assertThat(transactions.status(new Xid("x", Long.MAX_VALUE)).join())
        .isEqualTo(TxStatus.UNKNOWN);
    assertThatThrownBy(() -> commit(new Xid("x", Long.MAX_VALUE)))
        .hasCauseInstanceOf(Failure.class);
  }

  @Test
  void rowImagesAreCommittedAtOnceAndCleanedLater() {
    Xid xid = begin();
    register(xid, BranchKind.AT, DB, "t:1");
    answers.put(DB, RETRY);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMITTED);
    assertThat(transactions.lockable(begin(), DB, "t:1").join()).isTrue();
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ASYNC_COMMITTING);
    answers.put(DB, DONE);
    clock.advance(Duration.ofSeconds(1));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMITTED);
    assertThat(transactions.active()).isEmpty();
  }

  @Test
  void aWriteOutsideOfTransactionsCanAskWhetherRowsAreLocked() {
    Xid xid = begin();
    register(xid, BranchKind.AT, DB, "t:1");
    assertThat(transactions.unlocked(DB, "t:1").join()).isFalse();
    assertThat(transactions.unlocked(DB, "t:2").join()).isTrue();
    commit(xid);
    assertThat(transactions.unlocked(DB, "t:1").join()).isTrue();
  }

  @Test
  void otherKindsAreAskedBeforeTheAnswerAndInTheirOrder() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    register(xid, BranchKind.AT, DB, "t:1");
    register(xid, BranchKind.XA, "xa", "");
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMITTED);
    assertThat(asked).containsExactly("commit tcc-1", "commit xa", "commit " + DB);
    assertThat(transactions.active()).isEmpty();
  }

  @Test
  void aRollbackGoesBackwardsAndHoldsLocksUntilEachBranchIsUndone() {
    Xid xid = begin();
    register(xid, BranchKind.AT, DB, "t:1");
    register(xid, BranchKind.TCC, "tcc-1", "");
    answers.put(DB, RETRY);
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLBACK_RETRYING);
    assertThat(asked).containsExactly("rollback tcc-1", "rollback " + DB);
    assertThat(transactions.lockable(begin(), DB, "t:1").join()).isFalse();
    answers.put(DB, DONE);
    clock.advance(Duration.ofSeconds(1));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(transactions.lockable(begin(), DB, "t:1").join()).isTrue();
    assertThat(asked).containsExactly("rollback tcc-1", "rollback " + DB, "rollback " + DB);
  }

  @Test
  void aLockedRowIsRefusedWithoutALogEntry() {
    Xid holder = begin();
    Xid other = begin();
    register(holder, BranchKind.AT, DB, "t:1,2");
    int before = replica.entries();
    assertRefused("tx.lock-conflict", () -> register(other, BranchKind.AT, DB, "u:9;t:2"));
    assertThat(replica.entries()).isEqualTo(before);
    register(holder, BranchKind.AT, DB, "t:2");
    register(other, BranchKind.AT, "jdbc:y", "t:2");
  }

  @Test
  void waitingForARollbackIsHopelessForThoseWhoWantToFailFast() {
    Xid holder = begin();
    register(holder, BranchKind.AT, DB, "t:1");
    answers.put(DB, RETRY);
    rollBack(holder);
    assertRefused(
        "tx.lock-conflict-fail-fast", () -> registerFailingFast(begin(), BranchKind.AT, DB, "t:1"));
    assertRefused("tx.lock-conflict", () -> register(begin(), BranchKind.AT, DB, "t:1"));
  }

  @Test
  void aDecidedTransactionTakesNoBranch() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    answers.put("tcc-1", RETRY);
    commit(xid);
    assertRefused("tx.not-active", () -> register(xid, BranchKind.TCC, "tcc-2", ""));
    Xid done = begin();
    commit(done);
    assertRefused("tx.unknown-xid", () -> register(done, BranchKind.TCC, "tcc-2", ""));
  }

  @Test
  void anOverdueTransactionIsRolledBack() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    Xid silent = begin();
    clock.advance(Duration.ofSeconds(62));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.TIMEOUT_ROLLED_BACK);
    assertThat(transactions.status(silent).join()).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(asked).containsExactly("rollback tcc-1");
    assertThat(commit(xid)).isEqualTo(TxStatus.TIMEOUT_ROLLED_BACK);
  }

  @Test
  void aMemberThatHasYetToHearOfATransactionDoesNotTakeItForEnded() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    replica.fallBehind(1);
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(asked).containsExactly("rollback tcc-1");

    Xid late = begin();
    register(late, BranchKind.TCC, "tcc-2", "");
    replica.fallBehind(1);
    assertThat(transactions.commit(CLIENT, late).join()).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void aCommitThatComesTooLateRollsBack() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    transactions.close(); // no timer finds it first
    clock.advance(Duration.ofSeconds(61));
    assertThat(commit(xid)).isEqualTo(TxStatus.TIMEOUT_ROLLED_BACK);
    assertThat(asked).containsExactly("rollback tcc-1");
  }

  @Test
  void aRestartedCoordinatorFinishesWhatItHadDecided() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    register(xid, BranchKind.TCC, "tcc-2", "");
    answers.put("tcc-2", RETRY);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMIT_RETRYING);
    restartServer();
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMIT_RETRYING);
    answers.put("tcc-2", DONE);
    asked.clear();
    connect(new ClientId("shop", "10.0.0.1", 2002), "tcc-2");
    assertThat(asked).containsExactly("commit tcc-2");
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void aSnapshotKeepsBranchesLocksOutcomesAndIds() {
    Xid committed = begin();
    commit(committed);
    Xid open = begin();
    register(open, BranchKind.AT, DB, "t:1");
    Xid held = begin();
    register(held, BranchKind.TCC, "tcc-1", "");
    answers.put("tcc-1", NEVER);
    rollBack(held);
    List<Transaction> before = transactions.active();
    transactions.close();
    replica.restart();
    transactions = transactions();
    assertThat(transactions.active()).isEqualTo(before);
    assertThat(transactions.status(committed).join()).isEqualTo(TxStatus.COMMITTED);
    assertThat(transactions.lockable(begin(), DB, "t:1").join()).isFalse();
    assertThat(begin().id()).isGreaterThan(held.id());
  }

  @Test
  void aBranchThatCanNeverBeDoneIsHeldWithItsReasonAndNotAskedAgain() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    answers.put("tcc-1", NEVER);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMIT_FAILED);
    clock.advance(Duration.ofMinutes(2));
    assertThat(asked).containsExactly("commit tcc-1");
    assertThat(transactions.active())
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains("tcc-1"));
    assertThat(transactions.figures().held()).isEqualTo(1);
  }

  /** A rollback that its resource manager says can never be done: the rows have been changed. */
  private Xid heldRollback() {
    Xid xid = begin();
    register(xid, BranchKind.AT, DB, "t:1");
    answers.put(DB, NEVER);
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLBACK_FAILED);
    asked.clear();
    answers.clear();
    return xid;
  }

  private TxStatus intervene(Xid xid, Remedy remedy) {
    return transactions.intervene(Origin.of("ann", ""), xid, remedy, "seen to").join();
  }

  @Test
  void whatIsHeldCanBeTriedAgainOnceItsCauseIsMended() {
    Xid xid = heldRollback();
    assertThat(intervene(xid, Remedy.RETRY)).isEqualTo(TxStatus.ROLLBACK_RETRYING);
    assertThat(asked).containsExactly("rollback " + DB);
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(transactions.unlocked(DB, "t:1").join()).isTrue();
  }

  @Test
  void whatIsHeldIsHeldAgainIfNothingWasMended() {
    Xid xid = heldRollback();
    answers.put(DB, NEVER);
    intervene(xid, Remedy.RETRY);
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLBACK_FAILED);
    assertThat(transactions.interventions()).hasSize(1);
  }

  @Test
  void aHeldRollbackCanBeCommittedInstead() {
    Xid xid = heldRollback();
    intervene(xid, Remedy.COMMIT);
    assertThat(asked).containsExactly("commit " + DB);
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMITTED);
    assertThat(transactions.unlocked(DB, "t:1").join()).isTrue();
  }

  @Test
  void aHeldCommitCanBeRolledBackInstead() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    register(xid, BranchKind.TCC, "tcc-2", "");
    answers.put("tcc-2", NEVER);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMIT_FAILED);
    answers.clear();
    asked.clear();
    intervene(xid, Remedy.ROLL_BACK);
    assertThat(asked).as("tcc-1 has committed").containsExactly("rollback tcc-2");
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLED_BACK);
  }

  @Test
  void whatIsReleasedIsOverAndNobodyIsAsked() {
    Xid xid = heldRollback();
    assertThat(intervene(xid, Remedy.RELEASE)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(asked).isEmpty();
    assertThat(transactions.active()).isEmpty();
    assertThat(transactions.unlocked(DB, "t:1").join()).isTrue();
  }

  @Test
  void aSecondPhaseThatIsTriedAgainAndAgainCanBeHeld() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    answers.put("tcc-1", RETRY);
    commit(xid);
    assertRefused("tx.remedy", () -> intervene(xid, Remedy.RELEASE));
    assertThat(intervene(xid, Remedy.HOLD)).isEqualTo(TxStatus.COMMIT_FAILED);
    asked.clear();
    clock.advance(Duration.ofMinutes(2));
    assertThat(asked).isEmpty();
    assertThat(transactions.active().getFirst().reason()).isEqualTo("ann holds it: seen to");
    assertThat(intervene(xid, Remedy.RELEASE)).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void retriesHaveALimitAndWhoHasThemTriedAgainGivesThemAnother() {
    transactions.close();
    sessions = new Sessions(2, clock);
    transactions = transactions(Map.of("commit-retry-limit", "30s"));
    connect(SHOP, "tcc-1");
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    answers.put("tcc-1", RETRY);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMIT_RETRYING);
    clock.advance(Duration.ofSeconds(25));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMIT_RETRYING);
    clock.advance(Duration.ofSeconds(20));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMIT_FAILED);
    intervene(xid, Remedy.RETRY);
    clock.advance(Duration.ofSeconds(20));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMIT_RETRYING);
    answers.clear();
    clock.advance(Duration.ofSeconds(6));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void theAuditSaysWhoAndWhyAndOutlivesTheServer() {
    Xid xid = heldRollback();
    intervene(xid, Remedy.RELEASE);
    List<Intervention> before = transactions.interventions();
    assertThat(before)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.author()).isEqualTo("ann");
          assertThat(each.reason()).isEqualTo("seen to");
          assertThat(each.remedy()).isEqualTo(Remedy.RELEASE);
          assertThat(each.before()).isEqualTo(TxStatus.ROLLBACK_FAILED);
          assertThat(each.heldBecause()).contains(DB);
          assertThat(each.branches().getFirst().lockKeys()).isEqualTo("t:1");
        });
    restartServer();
    assertThat(transactions.interventions()).isEqualTo(before);
    transactions.close();
    replica.restart();
    transactions = transactions();
    assertThat(transactions.interventions()).isEqualTo(before);
  }

  @Test
  void nobodyDecidesWithoutAReasonOrAboutWhatIsOver() {
    Xid xid = heldRollback();
    assertRefused(
        "tx.reason", () -> transactions.intervene(CLIENT, xid, Remedy.RELEASE, " ").join());
    intervene(xid, Remedy.RELEASE);
    assertRefused("tx.unknown-xid", () -> intervene(xid, Remedy.RELEASE));
  }

  @Test
  void attemptsAreMadeEverMoreSeldomWhileAResourceManagerIsAway() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    answers.put("tcc-1", RETRY);
    commit(xid);
    clock.advance(Duration.ofMinutes(1));
    assertThat(asked).hasSizeBetween(10, 25);
    int entries = replica.entries();
    clock.advance(Duration.ofMinutes(1));
    assertThat(replica.entries()).isEqualTo(entries);
  }

  @Test
  void aResourceManagerThatLeavesIsReplacedByOneOfTheSameApplication() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    sessions.ended(shop);
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMIT_RETRYING);
    connect(new ClientId("shop", "10.0.0.9", 7), "tcc-1");
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void anXaBranchThatItsDatabaseDoesNotKnowCountsAsDoneAfterAWhile() {
    Xid xid = begin();
    register(xid, BranchKind.XA, "xa", "");
    answers.put("xa", XA_UNKNOWN);
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLBACK_RETRYING);
    clock.advance(Duration.ofSeconds(110));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLBACK_RETRYING);
    clock.advance(Duration.ofSeconds(20));
    assertThat(transactions.status(xid).join()).isEqualTo(TxStatus.ROLLED_BACK);
  }

  @Test
  void aFailedFirstPhaseIsNotAskedForASecond() {
    Xid xid = begin();
    long branch = register(xid, BranchKind.TCC, "tcc-1", "");
    transactions.report(CLIENT, xid, branch, BranchState.PHASE_ONE_FAILED, "").join();
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(asked).isEmpty();
    assertRefused(
        "tx.unknown-xid",
        () -> transactions.report(CLIENT, xid, branch, BranchState.PHASE_ONE_DONE, "").join());
  }

  @Test
  void aSagaIsAskedOnceForTheWholeAndBelieved() {
    connect(SHOP, "shop#group");
    Xid xid = begin();
    register(xid, BranchKind.SAGA, "step-1", "");
    register(xid, BranchKind.SAGA, "step-2", "");
    answers.put("shop#group", BranchAnswer.SAGA_ROLLED_BACK);
    assertThat(commit(xid)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(asked).containsExactly("commit shop#group");
    Xid reported = begin();
    register(reported, BranchKind.SAGA, "step-1", "");
    assertThat(transactions.report(CLIENT, reported, TxStatus.COMMITTED).join())
        .isEqualTo(TxStatus.COMMITTED);
    assertThat(transactions.active()).isEmpty();
  }

  @Test
  void resourceManagersAreToldToDropOldUndoLogs() {
    clock.advance(Duration.ofMinutes(4));
    assertThat(asked).contains(new UndoLogCleanup(DB, 7).toString());
    asked.clear();
    clock.advance(Duration.ofHours(23));
    assertThat(asked).isEmpty();
    clock.advance(Duration.ofHours(2));
    assertThat(asked).contains(new UndoLogCleanup(DB, 7).toString());
  }

  @Test
  void whatTheLogDoesNotTakeIsNotAnswered() {
    Xid xid = begin();
    register(xid, BranchKind.TCC, "tcc-1", "");
    replica.refuse(Failure.of(Kind.UNAVAILABLE, "log.stopped", "stopped"));
    assertThatThrownBy(() -> commit(xid)).hasMessageContaining("stopped");
    replica.refuse(null);
    assertThat(asked).isEmpty();
    assertThat(commit(xid)).isEqualTo(TxStatus.COMMITTED);
  }

  @Test
  void aBranchThatWasRefusedLeavesNothingBehind() {
    Xid holder = begin();
    register(holder, BranchKind.AT, DB, "t:1");
    Xid xid = begin();
    assertRefused("tx.lock-conflict", () -> register(xid, BranchKind.AT, DB, "t:1"));
    assertThat(rollBack(xid)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(transactions.active()).hasSize(1);
    assertThat(transactions.figures().begun()).isZero();
  }

  @Test
  void xidsAreReadBackAndOthersAreUnknown() {
    assertThat(Xid.parse("10.0.0.1:8091:42")).isEqualTo(new Xid("10.0.0.1:8091", 42));
    assertThatThrownBy(() -> Xid.parse("nonsense")).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Xid.parse("")).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Xid.parse("a:b:")).isInstanceOf(Failure.class);
  }

  private Xid begin() {
    return transactions
        .begin("10.0.0.9:8091", "shop", "group", "test", Duration.ofSeconds(60))
        .join();
  }

  private long register(Xid xid, BranchKind kind, String resource, String lockKeys) {
    return transactions.register(CLIENT, xid, kind, resource, SHOP, lockKeys, "", false).join();
  }

  private void registerFailingFast(Xid xid, BranchKind kind, String resource, String lockKeys) {
    transactions.register(CLIENT, xid, kind, resource, SHOP, lockKeys, "", true).join();
  }

  private TxStatus commit(Xid xid) {
    return transactions.commit(CLIENT, xid).join();
  }

  private TxStatus rollBack(Xid xid) {
    return transactions.rollBack(CLIENT, xid).join();
  }

  private static void assertRefused(String code, Runnable work) {
    assertThatThrownBy(work::run)
        .satisfies(thrown -> {
          Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
          assertThat(cause)
              .isInstanceOfSatisfying(
                  Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
        });
  }
}
