package io.divan.bank.demo;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** Shows a run while it goes on: a line on the screen, a page in the console. */
final class Watch implements AutoCloseable {
  private static final Logger log = Logger.getLogger(Watch.class.getName());
  private static final int KEPT_SECONDS = 600;
  private static final long EVERY_MILLIS = 1_000;

  private final Screen screen;
  private final FlowPage page;
  private final Ledgers ledgers;
  private final Expected expected;
  private final Tally tally;
  private final Subject subject;
  private final Clock clock;
  private final long began = System.nanoTime();
  private final Queue<FlowView.Event> events = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watch").factory());
  private volatile String phase = "running";
  private volatile String verdict = "";

  // Of the timer's thread alone.
  private final Deque<Long> perSecond = new ArrayDeque<>();
  private Map<String, BigDecimal> credited = Map.of();
  private long committedBefore;

  /**
   * What is being run.
   *
   * @param nodes 1 for a single server, otherwise the members of a cluster
   */
  record Subject(String source, long seed, boolean withFaults, int nodes) {}

  Watch(
      Screen screen,
      FlowPage page,
      Ledgers ledgers,
      Expected expected,
      Tally tally,
      Subject subject,
      Clock clock) {
    this.screen = screen;
    this.page = page;
    this.ledgers = ledgers;
    this.expected = expected;
    this.tally = tally;
    this.subject = subject;
    this.clock = clock;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it repeats itself until it is closed
  void start() {
    timer.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Says what happens, on the screen and on the page. */
  void event(String text) {
    long second = elapsed().toSeconds();
    events.add(new FlowView.Event(second, text));
    screen.event("  " + second + " s: " + text);
  }

  void phase(String next) {
    phase = next;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void look() {
    try {
      long committed = tally.committed();
      if (phase.equals("running")) {
        perSecond.addLast(committed - committedBefore);
        if (perSecond.size() > KEPT_SECONDS) {
          perSecond.removeFirst();
        }
      }
      committedBefore = committed;
      screen.status(line());
      credited = ledgers.credits();
      page.show(view());
    } catch (SQLException | RuntimeException e) { // whatever it is, the next look may succeed
      log.info(() -> "cannot look: " + e);
    }
  }

  private String line() {
    long lately = perSecond.isEmpty() ? 0 : perSecond.getLast();
    return String.format(
        "  %s of %s orders  %s committed  %s refused  %s rolled back  %s retried  %s/s",
        Screen.count(tally.done()),
        Screen.count(expected.orders().size()),
        Screen.count(tally.committed()),
        Screen.count(tally.refusals()),
        Screen.count(tally.rollbacks()),
        Screen.count(tally.retries()),
        Screen.count(lately));
  }

  private FlowView view() {
    List<FlowView.BankRow> banks = new ArrayList<>();
    expected
        .perBank()
        .forEach((bank, sum) ->
            banks.add(
                new FlowView.BankRow(
                    bank,
                    sum.toPlainString(),
                    credited.getOrDefault(bank, BigDecimal.ZERO).toPlainString())));
    return new FlowView(
        phase,
        clock.instant().toString(),
        subject.source(),
        subject.seed(),
        subject.withFaults(),
        elapsed().toSeconds(),
        new FlowView.Counts(
            expected.orders().size(),
            tally.committed(),
            tally.refusals(),
            tally.rollbacks(),
            tally.retries(),
            tally.settlements()),
        List.copyOf(perSecond),
        new FlowView.Millis(millis(50), millis(95), millis(99)),
        banks,
        List.copyOf(events),
        verdict);
  }

  private long millis(int percent) {
    return tally.latencies().percentile(percent).toMillis();
  }

  /** Shows how it ended, for good. */
  void end(String last, String said) {
    phase = last;
    verdict = said;
    timer.execute(this::look);
    close();
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
