package io.divan.bank.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what came of a run, and whether the books balance. */
final class Report {
  private static final int SHOWN = 20;

  private final Screen screen;
  private final Expected expected;
  private final Tally tally;
  private final int workers;
  private Duration took = Duration.ZERO;
  private long committedMeanwhile;

  Report(Screen screen, Expected expected, Tally tally, int workers) {
    this.screen = screen;
    this.expected = expected;
    this.tally = tally;
    this.workers = workers;
  }

  /** How long the orders took, as far as they have been executed by now. */
  void took(Duration duration) {
    took = duration;
    committedMeanwhile = tally.committed();
  }

  /** After the faults, before the refused orders are funded; what is wrong by then. */
  List<String> midway(Books books, Ledgers.Entries entries) {
    List<String> wrong = new ArrayList<>(books.discrepancies());
    List<String> half = entries.discrepancies(expected.orders());
    wrong.addAll(half);
    long missing = expected.orders().size() - entries.executed();
    if (missing != tally.refusals()) {
      wrong.add(missing + " orders are not executed, but " + tally.refusals() + " were refused");
    }
    screen.event(
        "  by SQL over both ledgers: "
            + Screen.count(entries.executed())
            + " orders executed in full, "
            + Screen.count(missing)
            + " not at all, "
            + half.size()
            + " half");
    show(wrong);
    return wrong;
  }

  /** The end; what is wrong. */
  List<String> end(Books books, Ledgers.Entries entries) {
    List<String> wrong = new ArrayList<>(books.discrepancies(expected));
    wrong.addAll(entries.discrepancies(expected.orders()));
    figures();
    books(books);
    show(wrong);
    screen.result(wrong.isEmpty() ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
    return wrong;
  }

  private void figures() {
    screen.result("");
    screen.result("Orders      " + Demo.describe(expected.orders()));
    screen.result(
        "Outcome     "
            + Screen.count(tally.committed())
            + " committed, "
            + Screen.count(tally.rollbacks())
            + " rolled back ("
            + Screen.count(tally.refusals())
            + " for want of funds), "
            + Screen.count(tally.retries())
            + " retried, "
            + Screen.count(tally.settlements())
            + " settled by their xid's status, "
            + Screen.count(tally.unansweredCalls())
            + " calls unanswered");
    double seconds = took.toMillis() / 1000.0;
    screen.result(
        String.format(
            Locale.ENGLISH,
            "Throughput  %.0f orders/s: %,d in %.1f s, %d at a time",
            committedMeanwhile / Math.max(0.001, seconds),
            committedMeanwhile,
            seconds,
            workers));
    screen.result(
        String.format(
            "Latency     p50 %d ms, p95 %d ms, p99 %d ms", millis(50), millis(95), millis(99)));
  }

  private long millis(int percent) {
    return tally.latencies().percentile(percent).toMillis();
  }

  private void books(Books books) {
    screen.result("");
    screen.result("The books, by SQL from both ledgers");
    screen.result(line("Money before", Screen.money(books.before())) + paidIn(books.deposited()));
    screen.result(line("Money after", Screen.money(books.after())));
    screen.result(line("  at home", Screen.money(books.home())));
    screen.result(line("  at the partner banks", Screen.money(books.partnersTotal())));
    screen.result(String.format("%-24s %16s %16s", "Partner bank", "its orders", "its ledger"));
    for (Map.Entry<String, BigDecimal> each : expected.perBank().entrySet()) {
      BigDecimal held = books.partners().getOrDefault(each.getKey(), BigDecimal.ZERO);
      screen.result(
          String.format(
              "  %-22s %16s %16s%s",
              each.getKey(),
              Screen.money(each.getValue()),
              Screen.money(held),
              held.compareTo(each.getValue()) == 0 ? "" : "  differs"));
    }
  }

  private static String paidIn(BigDecimal deposited) {
    return deposited.signum() == 0 ? "" : "  (" + Screen.money(deposited) + " paid in later)";
  }

  private static String line(String what, String amount) {
    return String.format("%-24s %16s", what, amount);
  }

  private void show(List<String> wrong) {
    wrong.stream().limit(SHOWN).forEach(each -> screen.result("WRONG: " + each));
    if (wrong.size() > SHOWN) {
      screen.result("WRONG: and " + (wrong.size() - SHOWN) + " more");
    }
  }
}
