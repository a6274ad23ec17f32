package io.divan.domain.job;

import io.divan.domain.job.Chosen.One;
import io.divan.domain.job.JobCommand.Fire;
import io.divan.domain.job.JobCommand.Intent;
import io.divan.domain.job.TimingWheel.Due;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.telemetry.ThrottledLog;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this node leads, puts what time fires on the log as intents. A job's next time is looked
 * for only once the one before is in the log, so that none is passed over.
 */
final class Planner {
  private static final Logger log = LoggerFactory.getLogger(Planner.class);
  private static final int MOST_INTENTS = 1_000; // in one entry
  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final Duration WHILE_FULL = Duration.ofSeconds(1);

  private final Replica<JobMachine> replica;
  private final Routing routing;
  private final Clock clock;
  private final JobSettings settings;
  private final Executor thread;

  private final ThrottledLog throttled = new ThrottledLog(log);
  private volatile boolean hasPlans;

  // On the one thread only:
  private @Nullable TimingWheel wheel; // while leading
  private final Set<Long> underWay = new HashSet<>();
  private long term;

  /**
   * @param thread does one thing after another
   */
  Planner(
      Replica<JobMachine> replica,
      Routing routing,
      Clock clock,
      JobSettings settings,
      Executor thread) {
    this.replica = replica;
    this.routing = routing;
    this.clock = clock;
    this.settings = settings;
    this.thread = thread;
  }

  void lead() {
    onThread(() -> {
      wheel = new TimingWheel(clock.now());
      term++;
      underWay.clear();
      List<Job> all = replica.read(machine -> List.copyOf(machine.state().jobs()));
      all.forEach(this::set);
      log.debug("Plans {} jobs", all.size());
    });
  }

  void follow() {
    onThread(() -> wheel = null);
  }

  /** A job has changed. */
  void plan(long job) {
    onThread(() -> replan(job));
  }

  void tick() {
    if (hasPlans) {
      onThread(this::fireDue);
    }
  }

  private void onThread(Runnable work) {
    try {
      thread.execute(() -> {
        work.run();
        hasPlans = wheel != null && wheel.size() > 0;
      });
    } catch (RejectedExecutionException e) {
      log.debug("Shutting down"); // another leader goes on
    }
  }

  private void replan(long id) {
    Optional<Job> job = replica.read(machine -> machine.state().job(id));
    if (job.isPresent()) {
      set(job.get());
    } else {
      routing.forget(id);
      if (wheel != null) {
        wheel.remove(id);
      }
    }
  }

  private void set(Job job) {
    if (wheel == null || underWay.contains(job.id())) {
      return;
    }
    Optional<Instant> next = job.next();
    if (next.isPresent()) {
      wheel.set(job.id(), next.get());
    } else {
      wheel.remove(job.id());
    }
  }

  private void fireDue() {
    if (wheel == null) {
      return;
    }
    Instant now = clock.now();
    List<Intent> intents = new ArrayList<>();
    for (Due due : wheel.advance(now)) {
      intent(wheel, due.job(), now).ifPresent(intents::add);
      if (intents.size() == MOST_INTENTS) {
        submit(intents);
        intents = new ArrayList<>();
      }
    }
    if (!intents.isEmpty()) {
      submit(intents);
    }
  }

  private Optional<Intent> intent(TimingWheel turning, long id, Instant now) {
    Optional<Job> found = replica.read(machine -> machine.state().job(id));
    if (found.isEmpty()) {
      routing.forget(id);
      return Optional.empty();
    }
    Job job = found.get();
    if (job.active() >= settings.maxActive()) {
      warn(now, "Job {} is not fired: {} firings of it are under way", id, job.active());
      turning.set(id, now.plus(WHILE_FULL));
      return Optional.empty();
    }
    Optional<Instant> next = job.next();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Instant tooLate = now.minus(settings.misfireAfter());
    boolean missed = next.get().isBefore(tooLate);
    if (missed && job.spec().misfire() == Misfire.SKIP) {
      warn(now, "Job {} was not fired at {}", id, next.get());
      next = job.timetable().next(next.get(), tooLate);
      missed = false;
    }
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Instant due = next.get();
    if (due.isAfter(now)) {
      turning.set(id, due);
      return Optional.empty();
    }
    Instant upTo = missed ? now : due;
    return Optional.of(new Intent(id, Cause.SCHEDULE, due, upTo, Optional.empty(), address(job)));
  }

  private void warn(Instant now, String message, Object... arguments) {
    throttled.warn(now.toEpochMilli() * 1_000_000, message, arguments);
  }

  /** Whom it goes to, where that can be said without asking anybody. */
  private String address(Job job) {
    List<String> addresses =
        replica.read(machine -> machine.state().executors().addresses(job.spec().executor()));
    return routing.choose(job.id(), job.spec().route(), addresses) instanceof One(String address)
        ? address
        : "";
  }

  private void submit(List<Intent> intents) {
    long submitting = term;
    intents.forEach(each -> underWay.add(each.job()));
    replica
        .submit(Origin.server(), new Fire(intents))
        .whenComplete((fired, failure) -> onThread(() -> submitted(submitting, intents, failure)));
  }

  /** Whatever came of it, the state says what is next: an intent that it has is not taken twice. */
  private void submitted(long then, List<Intent> intents, @Nullable Throwable failure) {
    if (then != term || wheel == null) {
      return;
    }
    intents.forEach(each -> underWay.remove(each.job()));
    if (failure == null) {
      intents.forEach(each -> replan(each.job()));
    } else {
      log.warn("{} firings could not be logged and are tried again", intents.size(), failure);
      Instant again = clock.now().plus(AGAIN);
      intents.forEach(each -> wheel.set(each.job(), again));
    }
  }
}
