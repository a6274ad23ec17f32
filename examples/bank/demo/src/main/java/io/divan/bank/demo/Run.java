package io.divan.bank.demo;

import io.divan.bank.PartnerBanks.Payee;
import io.divan.bank.StandingOrder;
import io.divan.process.Await;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** A run from the start of the first process to the verdict on the books. */
final class Run {
  private static final int OPENED_AT_ONCE = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);
  private static final Duration UNDO_LOG_GRACE = Duration.ofSeconds(3);

  private final Screen screen;
  private final Installation installation;
  private final Expected expected;
  private final Watch.Subject subject;
  private final int workers;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final FaultPlan plan;

  Run(
      Screen screen,
      Installation installation,
      List<StandingOrder> orders,
      Watch.Subject subject,
      int workers,
      Clock clock) {
    this.screen = screen;
    this.installation = installation;
    this.expected = new Expected(orders);
    this.subject = subject;
    this.workers = workers;
    this.clock = clock;
    this.plan =
        subject.withFaults()
            ? FaultPlan.of(subject.seed(), expected.perPayer(), orders.size(), subject.nodes() > 1)
            : FaultPlan.NONE;
  }

  /** Does all of it; whether the books balance. */
  boolean execute() throws DemoFailure {
    screen.event(subject.source() + ": " + Demo.describe(expected.orders()));
    long began = System.nanoTime();
    screen.event(
        subject.nodes() == 1
            ? "Starting the server and two databases …"
            : "Starting " + subject.nodes() + " nodes and two databases …");
    installation.startServerAndDatabases();
    screen.event("Starting home-bank, partner-banks and clearing …");
    installation.startApplications();
    try (var services = new Services(installation.registry())) {
      openAccounts(services);
      screen.event(
          "All is up after "
              + Duration.ofNanos(System.nanoTime() - began).toSeconds()
              + " s; console: http://127.0.0.1:"
              + installation.ports().console()
              + "/#/flow");
      return executeOrders(services);
    } catch (SQLException e) {
      throw new DemoFailure("the ledgers cannot be read: " + e, e);
    }
  }

  private void openAccounts(Services services) throws DemoFailure {
    List<Map.Entry<Long, BigDecimal>> accounts = new ArrayList<>(expected.perPayer().entrySet());
    for (int from = 0; from < accounts.size(); from += OPENED_AT_ONCE) {
      Map<Long, BigDecimal> some = new HashMap<>();
      accounts
          .subList(from, Math.min(accounts.size(), from + OPENED_AT_ONCE))
          .forEach(each ->
              some.put(
                  each.getKey(), plan.underfunded().getOrDefault(each.getKey(), each.getValue())));
      Services.patiently(
          "open accounts at home-bank",
          installation::requireAlive,
          () -> services.homeBank().open(some));
    }
    List<Payee> payees = expected.payees();
    for (int from = 0; from < payees.size(); from += OPENED_AT_ONCE) {
      List<Payee> some =
          new ArrayList<>(payees.subList(from, Math.min(payees.size(), from + OPENED_AT_ONCE)));
      Services.patiently(
          "open accounts at partner-banks",
          installation::requireAlive,
          () -> services.partnerBanks().open(some));
    }
  }

  private boolean executeOrders(Services services) throws DemoFailure, SQLException {
    var ledgers = installation.ledgers();
    var page = new FlowPage(installation.ports().nacos());
    boolean balanced = false;
    try (var watch = new Watch(screen, page, ledgers, expected, tally, subject, clock)) {
      var report = new Report(screen, expected, tally, workers);
      watch.start();
      announceFaults(watch);
      long began = System.nanoTime();
      underFire(services, watch);
      report.took(Duration.ofNanos(System.nanoTime() - began));
      settle(watch, ledgers);
      List<String> wrong = new ArrayList<>();
      if (subject.withFaults()) {
        wrong.addAll(report.midway(ledgers.books(), ledgers.entries()));
        fund(services, watch);
        settle(watch, ledgers);
      }
      wrong.addAll(report.end(ledgers.books(), ledgers.entries()));
      balanced = wrong.isEmpty();
      watch.end(
          balanced ? "finished" : "failed",
          balanced ? "The books balance." : String.join("; ", wrong));
    }
    return balanced;
  }

  private void announceFaults(Watch watch) {
    if (!plan.underfunded().isEmpty()) {
      watch.event(plan.underfunded().size() + " accounts opened with less than their orders need");
    }
  }

  /** Executes the orders while the plan's faults strike. */
  private void underFire(Services services, Watch watch) throws DemoFailure {
    List<StandingOrder> orders = new ArrayList<>(expected.orders());
    // As they come, the orders of one account follow each other and would only wait for one
    // another.
    Collections.shuffle(orders, new SplittableRandom(subject.seed()));
    var faults = new Faults(plan.kills(), installation, tally, watch);
    faults.start();
    try {
      new OrderRun(services.clearing(), workers, tally, PATIENCE).execute(orders);
    } finally {
      faults.close();
    }
    faults.requireNoFailure();
  }

  /** Waits until nothing is in doubt any more: no transaction is open and no row is locked. */
  private void settle(Watch watch, Ledgers ledgers) throws DemoFailure, SQLException {
    watch.phase("settling");
    var coordinator = new Coordinator(installation.server());
    try {
      Await.until(
          "every transaction to be settled and its locks released",
          SETTLE_LIMIT,
          () -> coordinator.active() == 0 && coordinator.locks() == 0);
    } catch (AssertionError e) {
      throw new DemoFailure(String.valueOf(e.getMessage()), e);
    }
    watch.event("settled: no transaction is open, no row is locked" + undoLogs(ledgers));
  }

  /**
   * Resource managers drop undo logs a moment after the commit, from memory: what a killed one had
   * in mind to drop stays until its age has it dropped. Nothing refers to it any more.
   */
  private static String undoLogs(Ledgers ledgers) throws SQLException {
    long deadline = System.nanoTime() + UNDO_LOG_GRACE.toNanos();
    long left = ledgers.undoLogs();
    while (left > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      left = ledgers.undoLogs();
    }
    return left == 0
        ? ", no undo log is left"
        : "; " + left + " undo logs of ended transactions wait for their clean-up by age";
  }

  /** Pays in what was missing, and submits again what was refused. */
  private void fund(Services services, Watch watch) throws DemoFailure {
    watch.phase("funding");
    Map<Long, BigDecimal> needed = expected.perPayer();
    long number = 0;
    for (var each : plan.underfunded().entrySet()) {
      long deposit = ++number;
      BigDecimal missing =
          needed.getOrDefault(each.getKey(), BigDecimal.ZERO).subtract(each.getValue());
      Services.patiently(
          "pay cash in",
          installation::requireAlive,
          () -> services.homeBank().deposit(deposit, each.getKey(), missing));
    }
    List<StandingOrder> refused = tally.takeRefused();
    watch.event(number + " accounts funded; " + refused.size() + " refused orders submitted again");
    new OrderRun(services.clearing(), workers, tally, PATIENCE).execute(refused);
  }
}
