package io.divan.domain.job;

import io.divan.domain.job.ExecutorCalls.LogPage;
import io.divan.domain.job.ExecutorCalls.Reply;
import io.divan.domain.job.ExecutorCalls.Target;
import io.divan.domain.job.JobCommand.Beat;
import io.divan.domain.job.JobCommand.Beats;
import io.divan.domain.job.JobCommand.Expire;
import io.divan.domain.job.JobCommand.Fire;
import io.divan.domain.job.JobCommand.Intent;
import io.divan.domain.job.JobCommand.Leave;
import io.divan.domain.job.JobCommand.Progress;
import io.divan.domain.job.JobCommand.Remove;
import io.divan.domain.job.JobCommand.Save;
import io.divan.domain.job.JobCommand.SplitOff;
import io.divan.domain.job.JobCommand.Steer;
import io.divan.domain.job.JobCommand.Step;
import io.divan.domain.job.JobCommand.Switch;
import io.divan.domain.job.JobCommand.Take;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.split.Split;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.machine.Batches;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.Replica;
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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scheduled jobs as the rest of the server sees them. What a future says has happened is durable
 * when it completes.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final Duration TICK = Duration.ofMillis(10);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int MOST_IN_ENTRY = 1_000;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_CHUNKS = 1_000; // in one part
  private static final int LONGEST_CHUNK = 10_000;
  private static final int MOST_TAKEN = 100;
  private static final int MOST_EXECUTORS = 100_000;

  private final Replica<JobMachine> replica;
  private final ExecutorCalls executors;
  private final Clock clock;
  private final JobSettings settings;
  private final Batches<Step> progress;
  private final Batches<Beat> beats;
  private final Planner planner;
  private final Dispatcher dispatcher;
  private final List<Wakeup> wakeups = new ArrayList<>();
  private final LongAdder unknownCallbacks = new LongAdder();
  private volatile boolean leading;
  private volatile Instant ledSince = Instant.MAX;

  /**
   * @param hosting puts the machine on a log
   * @param thread does one thing after another: plans
   * @param aside where executors are called
   */
  Jobs(
      Function<JobMachine, Replica<JobMachine>> hosting,
      ExecutorCalls executors,
      Clock clock,
      RandomGenerator random,
      JobSettings settings,
      Executor thread,
      Executor aside) {
    this.replica = hosting.apply(new JobMachine());
    this.executors = executors;
    this.clock = clock;
    this.settings = settings;
    this.progress =
        new Batches<>(
            MOST_IN_ENTRY,
            steps -> replica.submit(Origin.server(), new Progress(steps, settings.history())));
    this.beats =
        new Batches<>(MOST_IN_ENTRY, each -> replica.submit(Origin.server(), new Beats(each)));
    var routing = new Routing(random);
    this.planner = new Planner(replica, routing, clock, settings, thread);
    this.dispatcher = new Dispatcher(replica, executors, routing, progress, clock, settings, aside);
    replica.effects(new Effects());
  }

  /** Puts the jobs on a log; to be done before it starts. */
  public static Jobs on(
      ReplicatedLog log,
      ExecutorCalls executors,
      Clock clock,
      RandomGenerator random,
      JobSettings settings,
      Executor thread,
      Executor aside) {
    return new Jobs(
        machine -> log.host(machine), executors, clock, random, settings, thread, aside);
  }

  /** Starts the timers. To be called once the log has started. */
  public void start() {
    wakeups.add(clock.every(TICK, planner::tick));
    wakeups.add(clock.every(ROUND, this::round));
  }

  private final class Effects implements EffectRunner {
    @Override
    public void lead(long term, List<Owed> owed) {
      ledSince = clock.now();
      leading = true;
      planner.lead();
      dispatcher.lead(
          owed.stream()
              .map(Owed::effect)
              .filter(Dispatch.class::isInstance)
              .map(each -> ((Dispatch) each).firing())
              .toList());
    }

    @Override
    public void run(Owed owed) {
      switch (owed.effect()) {
        case Dispatch(long firing) -> dispatcher.bring(firing);
        case Plan(long job) -> planner.plan(job);
        case Freed(long firing) -> dispatcher.freed(firing);
        default -> throw new IllegalStateException("not owed by jobs: " + owed);
      }
    }

    @Override
    public void follow() {
      leading = false;
      planner.follow();
      dispatcher.follow();
    }
  }

  /** Executors that are silent, and what runs on those that are gone. */
  private void round() {
    Instant now = clock.now();
    if (!leading || now.isBefore(ledSince.plus(settings.executorLease()))) {
      return; // whoever could not report to the leader before is given the time to
    }
    Instant since = now.minus(settings.executorLease());
    if (replica.read(machine -> machine.state().executors().hasSilent(since))) {
      replica.submit(Origin.server(), new Expire(settings.executorLease()));
    }
    dispatcher.endLost(now.minus(settings.lostAfter()));
  }

  /**
   * Adds a job, or changes one. Changing it counts its periods anew.
   *
   * @param id 0 for a new one
   * @param on whether a new one is switched on
   * @return the job's id; fails with USER if the schedule cannot be used, NOT_FOUND if there is no
   *     such job
   */
  public CompletableFuture<Long> save(Origin origin, long id, JobSpec spec, boolean on) {
    try {
      checkScript(origin, spec);
      spec.when().timetable();
      if (id == 0 && figures().jobs() >= settings.maxJobs()) {
        throw Failure.of(
            Kind.EXHAUSTED,
            "job.too-many",
            "There are job.max-jobs jobs; remove some, or raise it.");
      }
    } catch (Failure e) {
      return CompletableFuture.failedFuture(e);
    }
    return replica.submit(origin, new Save(id, spec, on));
  }

  private void checkScript(Origin origin, JobSpec spec) {
    if (spec.script().isEmpty()) {
      return;
    }
    if (!settings.scripts()) {
      throw Failure.of(
          Kind.USER,
          "job.scripts-off",
          "Scripts are switched off; job.scripts = true allows them.");
    }
    log.info(
        "Audit: {} gives job \"{}\" a script of {} characters in {}",
        origin.principal(),
        spec.name(),
        spec.script().get().source().length(),
        spec.script().get().language());
  }

  /** The result says whether it was there; what it has begun goes on. */
  public CompletableFuture<Boolean> remove(Origin origin, long id) {
    return replica.submit(origin, new Remove(id));
  }

  /** Pauses a job, or lets time fire it again. The result says whether that is a change. */
  public CompletableFuture<Boolean> switchTo(Origin origin, long id, boolean on) {
    return replica.submit(origin, new Switch(id, on));
  }

  /**
   * Fires a job now.
   *
   * @param parameters instead of its own
   * @param address of the executor that is to run it; empty for whoever the route leads to
   * @return how many firings that makes; fails with NOT_FOUND if there is no such job
   */
  public CompletableFuture<Long> trigger(
      Origin origin, long id, Optional<String> parameters, String address) {
    Instant now = clock.now();
    var intent = new Intent(id, Cause.MANUAL, now, now, parameters, address);
    return replica
        .submit(origin, new Fire(List.of(intent)))
        .thenApply(firings -> {
          if (firings == 0) {
            throw Failure.of(Kind.NOT_FOUND, "job.unknown", "There is no job " + id + ".");
          }
          return firings;
        });
  }

  /**
   * Fires the jobs that wait for an event.
   *
   * @param parameters instead of their own
   * @return how many firings that makes
   */
  public CompletableFuture<Long> emit(Origin origin, String event, Optional<String> parameters) {
    Instant now = clock.now();
    List<Intent> intents =
        replica.read(machine ->
            machine.state().jobsOf(event).stream()
                .map(job -> new Intent(job, Cause.EVENT, now, now, parameters, ""))
                .toList());
    return intents.isEmpty()
        ? CompletableFuture.completedFuture(0L)
        : replica.submit(origin, new Fire(intents));
  }

  /**
   * An executor says that it is there.
   *
   * @return fails with USER if its name or address cannot be used
   */
  public CompletableFuture<Boolean> beat(String executor, String address) {
    boolean usable = isName(executor) && isName(address);
    if (!usable) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.USER,
              "job.executor-unusable",
              "An executor registers a name and an address of at most "
                  + LONGEST_NAME
                  + " characters."));
    }
    if (figures().executors() >= MOST_EXECUTORS) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.EXHAUSTED,
              "job.too-many-executors",
              MOST_EXECUTORS + " executors are registered; no more are taken."));
    }
    return beats.add(new Beat(executor, address));
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= LONGEST_NAME;
  }

  public CompletableFuture<Boolean> leave(String executor, String address) {
    return replica.submit(Origin.server(), new Leave(executor, address));
  }

  /** Executors say how firings ended. Reports on what is not known, or done, change nothing. */
  public CompletableFuture<Boolean> ended(List<Callback> callbacks) {
    boolean allKnown =
        replica.read(
            machine -> callbacks.stream().allMatch(each -> isKnown(machine, each.firing())));
    // A member may be a little behind whoever has sent the firing.
    CompletableFuture<Void> upToDate =
        allKnown ? CompletableFuture.completedFuture(null) : replica.caughtUp();
    return upToDate.thenCompose(now -> endedNow(callbacks));
  }

  private static boolean isKnown(JobMachine machine, long logId) {
    return machine.state().firing(logId).isPresent()
        || machine.state().splits().ofChunk(logId).isPresent();
  }

  private static boolean isOpen(JobMachine machine, long logId) {
    return machine.state().splits().ofChunk(logId).isPresent()
        || machine.state().firing(logId).map(firing -> !firing.state().isDone()).orElse(false);
  }

  private CompletableFuture<Boolean> endedNow(List<Callback> callbacks) {
    List<Step> steps =
        replica.read(machine ->
            callbacks.stream()
                .filter(each -> isOpen(machine, each.firing()))
                .map(each -> new Step(each.firing(), each.state(), "", each.message()))
                .toList());
    unknownCallbacks.add(callbacks.size() - steps.size());
    return steps.isEmpty() ? CompletableFuture.completedFuture(true) : progress.addAll(steps);
  }

  /**
   * Whoever runs a firing, or a chunk of one, splits work off. It can be taken once they report
   * that they are done.
   *
   * @param holder the log id of either
   * @param part counts the calls of one holder from 0, so that one that is repeated is known
   * @return fails with USER if it is too much, NOT_FOUND if the holder is not under way any more
   */
  public CompletableFuture<Boolean> splitOff(long holder, int part, List<String> chunks) {
    boolean usable =
        part >= 0
            && chunks.size() <= MOST_CHUNKS
            && chunks.stream().allMatch(each -> each.length() <= LONGEST_CHUNK);
    if (!usable) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.USER,
              "job.chunks-unusable",
              "At most "
                  + MOST_CHUNKS
                  + " chunks of at most "
                  + LONGEST_CHUNK
                  + " characters are split off at once."));
    }
    if (replica.read(machine -> machine.state().splits().open()) > settings.maxChunks()) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.EXHAUSTED,
              "job.too-many-chunks",
              "There are job.max-chunks chunks to be done."));
    }
    return replica.submit(Origin.server(), new SplitOff(holder, part, chunks));
  }

  /**
   * An executor takes chunks of split work, and waits for some. Asking is a sign of life.
   *
   * @param holding the log ids of what it has and has not reported; anything else that was given to
   *     it is given out again
   * @param most that it wants
   * @param wait for so long at most, if there is none
   * @return empty if there is none; fails with USER if its name or address cannot be used
   */
  public CompletableFuture<List<TakenChunk>> take(
      String executor, String address, Set<Long> holding, int most, Duration wait) {
    Duration often = settings.executorLease().dividedBy(3);
    Instant lately = clock.now().minus(often);
    boolean isKnown =
        replica.read(machine -> machine.state().executors().isHeardOf(executor, address, lately));
    var wanted = new Take(executor, address, holding, Math.min(most, MOST_TAKEN));
    Duration limit = wait.compareTo(often) < 0 ? wait : often;
    return isKnown
        ? new Taking(replica, clock, wanted).within(limit)
        : beat(executor, address)
            .thenCompose(known -> new Taking(replica, clock, wanted).within(limit));
  }

  /** A person decides about a firing. The result is true; fails with CONFLICT if it cannot be. */
  public CompletableFuture<Boolean> steer(Origin origin, long firing, Steering steering) {
    return replica.submit(origin, new Steer(firing, steering));
  }

  /** How far the nodes of a graph have come; empty for any other firing. */
  public Optional<GraphRun> run(long firing) {
    return replica.read(machine -> machine.state().run(firing).map(GraphRun::copy));
  }

  /** Whether no further chunk of split work is given out. */
  public boolean isPaused(long firing) {
    return replica.read(machine ->
        machine
            .state()
            .splits()
            .ofFiring(firing)
            .map(each -> each.counts().paused())
            .orElse(false));
  }

  /** How far split work has come, level by level; empty for any other firing. */
  public List<Split.Level> levels(long firing) {
    return replica.read(machine ->
        machine
            .state()
            .splits()
            .ofFiring(firing)
            .map(each -> List.copyOf(each.levels()))
            .orElse(List.of()));
  }

  /** Has the executor of a firing end what it runs of the firing's job. */
  public CompletableFuture<Reply> kill(long firing) {
    Firing running = known(firing);
    if (running.state() != FiringState.RUNNING) {
      throw Failure.of(
          Kind.CONFLICT, "job.not-running", "Firing " + firing + " is " + running.state() + ".");
    }
    if (running.address().isEmpty()) {
      throw Failure.of(
          Kind.CONFLICT,
          "job.no-executor",
          "Firing " + firing + " has no executor; it can be ended (divan job end " + firing + ").");
    }
    return executors.kill(target(running), running.job());
  }

  /**
   * What a firing has written, from its executor.
   *
   * @param fromLine the first line wanted, from 1
   */
  public CompletableFuture<LogPage> log(long firing, int fromLine) {
    Firing known = known(firing);
    if (known.address().isEmpty()) {
      return CompletableFuture.completedFuture(
          new LogPage(false, fromLine, 0, known.message(), known.state().isDone()));
    }
    return executors.log(target(known), known.logged(), firing, fromLine);
  }

  private Target target(Firing firing) {
    String executor = job(firing.job()).map(job -> job.spec().executor()).orElse("");
    return new Target(executor, firing.address());
  }

  private Firing known(long firing) {
    return firing(firing)
        .orElseThrow(() ->
            Failure.of(Kind.NOT_FOUND, "job.firing-unknown", "There is no firing " + firing + "."));
  }

  public Optional<Job> job(long id) {
    return replica.read(machine -> machine.state().job(id));
  }

  public Optional<Firing> firing(long id) {
    return replica.read(machine -> machine.state().firing(id));
  }

  /**
   * Jobs in the order of their ids.
   *
   * @param text that the name, the executor or the handler contains; empty for all
   */
  public List<Job> jobs(String text, int skip, int most) {
    return replica.read(machine ->
        machine.state().jobs().stream()
            .filter(each -> text.isEmpty() || contains(each.spec(), text))
            .skip(skip)
            .limit(most)
            .toList());
  }

  private static boolean contains(JobSpec spec, String text) {
    return spec.name().contains(text)
        || spec.executor().contains(text)
        || spec.handler().contains(text);
  }

  /**
   * Firings, what is not done first, then the latest.
   *
   * @param job of which; empty for all
   */
  public List<Firing> firings(Optional<Long> job, int most) {
    return replica.read(machine ->
        Stream.concat(machine.state().active().stream(), machine.state().finished().stream())
            .filter(each -> job.isEmpty() || job.get() == each.job())
            .limit(most)
            .toList());
  }

  /** When each executor was heard of last, by its name and address. */
  public Map<String, Map<String, Instant>> executors() {
    return replica.read(machine -> machine.state().executors().copy());
  }

  public JobFigures figures() {
    return replica.read(machine ->
        new JobFigures(
            machine.state().jobs().size(),
            machine.state().executors().size(),
            machine.state().active().size(),
            unknownCallbacks.sum()));
  }

  @Override
  public void close() {
    wakeups.forEach(Wakeup::cancel);
  }
}
