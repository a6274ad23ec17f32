package io.divan.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.domain.job.graph.Graph;
import io.divan.domain.schedule.Schedule.Form;
import io.divan.kernel.fake.LocalReplica;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Jobs with a log, a clock and executors of the test. */
class JobBench {
  static final Origin SOMEBODY = Origin.of("ann", "");
  static final String APP = "reports";

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  final LocalReplica<JobCommand<?>, JobMachine> replica =
      new LocalReplica<>(JobMachine::new, clock);
  final FakeExecutors executors =
      new FakeExecutors(firing ->
          assertThat(state(firing.id())).as("logged before").isEqualTo(FiringState.DISPATCHED));
  private final Map<String, String> settings = new HashMap<>();
  Jobs jobs = start();

  private FiringState state(long firing) {
    return replica.read(machine -> machine.state().firing(firing).orElseThrow().state());
  }

  private Jobs start() {
    var read =
        Settings.read(JobSettings.class, List.of(new Source.Given("test", settings))).values();
    var created =
        new Jobs(
            machine -> replica,
            executors,
            clock,
            new Random(1),
            read,
            Runnable::run,
            Runnable::run);
    created.start();
    return created;
  }

  Jobs jobs() {
    return jobs;
  }

  ManualClock clock() {
    return clock;
  }

  List<String> ran() {
    return executors.ran;
  }

  /** From now on a setting is another. */
  void set(String key, String value) {
    settings.put(key, value);
    restart(Duration.ofSeconds(1));
  }

  /** The server dies and starts again after a while. */
  void restart(Duration away) {
    jobs.close();
    replica.replay();
    clock.advance(away);
    executors.ran.clear();
    jobs = start();
    clock.advance(Duration.ofMillis(10));
  }

  /** It starts again from a snapshot alone. */
  void restartFromSnapshot() {
    jobs.close();
    replica.restart();
    jobs = start();
  }

  static When everyMinute() {
    return When.of(Form.CRON, "0 * * * * ?", "UTC");
  }

  static When never() {
    return When.of(Form.NEVER, "", "UTC");
  }

  static JobSpec spec(When when, Route route) {
    return spec(when, route, Misfire.SKIP, 0, List.of());
  }

  static JobSpec spec(When when, Route route, Misfire misfire, int retries, List<Long> children) {
    return new JobSpec(
        "report",
        APP,
        when,
        "nightly",
        "a=1",
        route,
        Block.SERIAL_EXECUTION,
        misfire,
        Duration.ZERO,
        retries,
        Duration.ofSeconds(10),
        children,
        "ann",
        Limits.NONE,
        Optional.empty(),
        Optional.empty());
  }

  static JobSpec spec(String handler) {
    return spec(handler, Limits.NONE);
  }

  static JobSpec spec(String handler, Limits limits) {
    return spec(handler, never(), limits, Optional.empty(), Optional.empty());
  }

  static JobSpec spec(String handler, When when) {
    return spec(handler, when, Limits.NONE, Optional.empty(), Optional.empty());
  }

  static JobSpec graph(Graph graph) {
    return spec("", never(), Limits.NONE, Optional.of(graph), Optional.empty());
  }

  static JobSpec script(String source) {
    var script = new Script(Script.Language.GLUE_SHELL, source);
    return spec("", never(), Limits.NONE, Optional.empty(), Optional.of(script));
  }

  private static JobSpec spec(
      String handler, When when, Limits limits, Optional<Graph> graph, Optional<Script> script) {
    return new JobSpec(
        "a job",
        graph.isPresent() ? "" : APP,
        when,
        handler,
        "",
        Route.FIRST,
        Block.SERIAL_EXECUTION,
        Misfire.SKIP,
        Duration.ZERO,
        0,
        Duration.ofSeconds(10),
        List.of(),
        "ann",
        limits,
        graph,
        script);
  }

  long add(JobSpec spec) {
    return jobs.save(SOMEBODY, 0, spec, true).join();
  }

  /** From now on an executor says every 30 s that it is there. */
  void arrive(String address) {
    jobs.beat(APP, address);
    clock.every(Duration.ofSeconds(30), () -> jobs.beat(APP, address));
  }

  /** Fires a job; returns the firing. */
  long trigger(long job) {
    jobs.trigger(SOMEBODY, job, Optional.empty(), "").join();
    return jobs.firings(Optional.of(job), 1_000).stream().mapToLong(Firing::id).max().orElseThrow();
  }

  Firing firing(long id) {
    return jobs.firing(id).orElseThrow();
  }

  /** Executors report whatever runs of a handler. */
  void end(String handler, FiringState state) {
    List<Long> running = running(handler);
    assertThat(running).as("firings of " + handler).isNotEmpty();
    running.forEach(id -> jobs.ended(List.of(new Callback(id, state, ""))).join());
  }

  /** The same of the oldest of them. */
  void endOne(String handler) {
    long oldest = running(handler).getFirst();
    jobs.ended(List.of(new Callback(oldest, FiringState.SUCCEEDED, ""))).join();
  }

  private List<Long> running(String handler) {
    return jobs.firings(Optional.empty(), 1_000).stream()
        .filter(each -> each.state() == FiringState.RUNNING)
        .filter(each -> jobs.job(each.job()).orElseThrow().spec().handler().equals(handler))
        .map(Firing::id)
        .sorted()
        .toList();
  }
}
