package io.divan.domain.job;

import io.divan.domain.job.Chosen.Each;
import io.divan.domain.job.Chosen.FirstThat;
import io.divan.domain.job.Chosen.Nobody;
import io.divan.domain.job.Chosen.One;
import io.divan.domain.job.Chosen.Question;
import io.divan.domain.job.ExecutorCalls.Answer;
import io.divan.domain.job.ExecutorCalls.Reply;
import io.divan.domain.job.ExecutorCalls.Target;
import io.divan.domain.job.JobCommand.Step;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.machine.Batches;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this node leads, brings firings to executors. Whom a firing goes to is in the log before it
 * is sent, so another leader sends it to the same one; and one that may have arrived is asked for
 * before it is sent again.
 */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final int OPEN_CALLS = 64; // to one executor
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1); // doubled each time

  private final Replica<JobMachine> replica;
  private final ExecutorCalls executors;
  private final Routing routing;
  private final Batches<Step> progress;
  private final Clock clock;
  private final Executor aside;
  private final Lanes lanes = new Lanes(OPEN_CALLS);
  private final JobSettings settings;
  private final Room room;
  private volatile boolean leading;

  Dispatcher(
      Replica<JobMachine> replica,
      ExecutorCalls executors,
      Routing routing,
      Batches<Step> progress,
      Clock clock,
      JobSettings settings,
      Executor aside) {
    this.replica = replica;
    this.executors = executors;
    this.routing = routing;
    this.progress = progress;
    this.clock = clock;
    this.settings = settings;
    this.room = new Room(settings.perExecutor());
    this.aside = aside;
  }

  /**
   * @param firings that earlier leaders may have sent
   */
  void lead(List<Long> firings) {
    leading = true;
    room.clear();
    countThoseUnderWay();
    firings.forEach(firing -> aside.execute(() -> bring(firing, 1)));
  }

  private void countThoseUnderWay() {
    replica
        .read(machine ->
            machine.state().active().stream()
                .filter(each -> each.state() == FiringState.RUNNING && !each.address().isEmpty())
                .toList())
        .forEach(each ->
            replica
                .read(machine -> machine.state().job(each.job()))
                .ifPresent(job -> room.isInside(each, job.spec())));
  }

  void follow() {
    leading = false;
    room.clear();
  }

  /** A firing is done. */
  void freed(long firing) {
    room.leave(firing);
  }

  void bring(long firing) {
    aside.execute(() -> bring(firing, 0));
  }

  /**
   * @param tries how often it may have been sent before
   */
  private void bring(long id, int tries) {
    if (!leading) {
      return;
    }
    Optional<Firing> found = replica.read(machine -> machine.state().firing(id));
    Optional<Job> job = found.flatMap(each -> replica.read(m -> m.state().job(each.job())));
    if (found.isEmpty() || found.get().owed().isEmpty()) {
      return;
    }
    Firing firing = found.get();
    Duration early = Duration.between(clock.now(), firing.notBefore());
    if (job.isEmpty()) {
      ended(firing, "The job was removed before the firing was sent.");
    } else if (early.isPositive()) {
      later(early, id, tries);
    } else if (firing.state() == FiringState.PENDING) {
      choose(firing, job.get());
    } else if (tries > 0) {
      askBefore(firing, job.get(), tries);
    } else {
      sendWhenThereIsRoom(firing, job.get());
    }
  }

  private void later(Duration pause, long id, int tries) {
    clock.after(pause, () -> aside.execute(() -> bring(id, tries)));
  }

  private void choose(Firing firing, Job job) {
    String executor = job.spec().executor();
    List<String> addresses =
        replica.read(machine -> machine.state().executors().addresses(executor));
    switch (routing.choose(job.id(), job.spec().route(), addresses)) {
      case Nobody() -> ended(firing, "No executor is registered as \"" + executor + "\".");
      case One(String address) -> chosen(firing, address);
      case Each(List<String> all) -> chosen(firing, all.getFirst());
      case FirstThat(Question question, List<String> all) ->
          firstThat(firing, executor, question, all);
    }
  }

  private void firstThat(
      Firing firing, String executor, Question question, List<String> addresses) {
    if (addresses.isEmpty()) {
      String quality = question == Question.IS_ALIVE ? "alive" : "idle";
      ended(firing, "None of its executors says that it is " + quality + ".");
      return;
    }
    String address = addresses.getFirst();
    var target = new Target(executor, address);
    CompletableFuture<Reply> answer =
        question == Question.IS_ALIVE
            ? executors.isAlive(target)
            : executors.isIdle(target, firing.job());
    answer.whenComplete((reply, failure) -> {
      if (reply != null && reply.isYes()) {
        chosen(firing, address);
      } else {
        firstThat(firing, executor, question, addresses.subList(1, addresses.size()));
      }
    });
  }

  /** Once that is logged, the effect comes back as one to be sent. */
  private void chosen(Firing firing, String address) {
    step(firing, FiringState.DISPATCHED, address, "");
  }

  private void sendWhenThereIsRoom(Firing firing, Job job) {
    if (job.spec().script().isPresent() && !settings.scripts()) {
      ended(firing, "Scripts are switched off: job.scripts.");
      return;
    }
    room.enter(firing, job.spec(), () -> sendIfOwed(firing, job));
  }

  /** It may have waited for room, and somebody have ended it meanwhile. */
  private void sendIfOwed(Firing firing, Job job) {
    if (replica
        .read(machine -> machine.state().firing(firing.id()))
        .flatMap(Firing::owed)
        .isPresent()) {
      send(firing, job, 0);
    } else {
      room.leave(firing.id());
    }
  }

  private void send(Firing firing, Job job, int tries) {
    lanes
        .call(
            firing.address(),
            job.spec().limits().priority(),
            () -> executors.run(target(firing, job), firing, job))
        .whenComplete((reply, failure) -> {
          if (failure == null) {
            sent(firing, reply);
          } else if (isCertain(failure)) {
            ended(firing, messageOf(failure));
          } else {
            again(firing, tries + 1, messageOf(failure));
          }
        });
  }

  private static Target target(Firing firing, Job job) {
    return new Target(job.spec().executor(), firing.address());
  }

  private void sent(Firing firing, Reply reply) {
    if (reply.answer() == Answer.NO) {
      ended(firing, reply.message());
    } else {
      step(firing, FiringState.RUNNING, "", "");
    }
  }

  /** It may have arrived: whoever has begun to run it has begun to write its log. */
  private void askBefore(Firing firing, Job job, int tries) {
    lanes
        .call(
            firing.address(),
            job.spec().limits().priority(),
            () -> executors.hasBegun(target(firing, job), firing.logged(), firing.id()))
        .whenComplete((begun, failure) -> {
          if (failure != null) {
            again(firing, tries + 1, messageOf(failure));
          } else if (begun) {
            step(firing, FiringState.RUNNING, "", "");
          } else {
            send(firing, job, tries);
          }
        });
  }

  private void again(Firing firing, int tries, String why) {
    if (tries > TRIES) {
      ended(firing, "It was sent and not answered; whether it runs is not known. " + why);
    } else {
      log.info("Firing {} is to be brought again to {}: {}", firing.id(), firing.address(), why);
      later(PAUSE.multipliedBy(1L << (tries - 1)), firing.id(), tries);
    }
  }

  private void ended(Firing firing, String why) {
    step(firing, FiringState.FAILED, "", why);
  }

  private void step(Firing firing, FiringState state, String address, String message) {
    progress
        .add(new Step(firing.id(), state, address, message))
        .whenComplete((logged, failure) -> {
          if (failure != null && leading) {
            log.warn("Firing {} could not be noted as {}", firing.id(), state, failure);
            later(PAUSE, firing.id(), 1);
          }
        });
  }

  /** What runs on an executor that is no more. */
  void endLost(Instant since) {
    List<Firing> lost =
        replica.read(machine ->
            machine.state().active().stream()
                .filter(each -> each.state() == FiringState.RUNNING)
                .filter(machine.state()::isSteppedByOthers)
                .filter(each -> isBefore(each.running(), since))
                .filter(each -> isGone(machine, each))
                .toList());
    lost.forEach(each -> ended(each, "Its executor is gone, and has not said how it ended."));
  }

  private static boolean isBefore(@Nullable Instant time, Instant since) {
    return time != null && time.isBefore(since);
  }

  private static boolean isGone(JobMachine machine, Firing firing) {
    return machine
        .state()
        .job(firing.job())
        .map(job -> !machine.state().executors().has(job.spec().executor(), firing.address()))
        .orElse(true);
  }

  private static boolean isCertain(Throwable failure) {
    return cause(failure) instanceof Failure f && f.kind() == Failure.Kind.UNAVAILABLE;
  }

  private static String messageOf(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof Failure f ? f.explanation() : String.valueOf(cause);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
