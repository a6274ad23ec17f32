package io.divan.domain.job;

import io.divan.domain.job.JobCommand.Beat;
import io.divan.domain.job.JobCommand.Beats;
import io.divan.domain.job.JobCommand.Expire;
import io.divan.domain.job.JobCommand.Fire;
import io.divan.domain.job.JobCommand.Intent;
import io.divan.domain.job.JobCommand.Leave;
import io.divan.domain.job.JobCommand.Progress;
import io.divan.domain.job.JobCommand.Remove;
import io.divan.domain.job.JobCommand.Save;
import io.divan.domain.job.JobCommand.Step;
import io.divan.domain.job.JobCommand.Switch;
import io.divan.domain.schedule.Timetable;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
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
import java.util.Optional;
import java.util.TreeMap;

/**
 * Jobs, their firings and who can run them, as a deterministic machine. A firing is here before
 * anybody is told of it, and stays until an executor has said how it ended.
 */
final class JobMachine implements Machine<JobCommand<?>> {
  private final TreeMap<Long, Job> jobs = new TreeMap<>();
  private final LinkedHashMap<Long, Firing> active = new LinkedHashMap<>();
  private final LinkedHashMap<Long, Firing> finished = new LinkedHashMap<>(); // oldest first
  private final ExecutorGroups executors = new ExecutorGroups();
  private final Sharing sharing = new Sharing();
  private long nextJob = 1;
  private long nextFiring = 1;

  @Override
  public String name() {
    return "job";
  }

  @Override
  @SuppressWarnings("unchecked") // the class of a generic interface
  public Class<JobCommand<?>> commands() {
    return (Class<JobCommand<?>>) (Class<?>) JobCommand.class;
  }

  @Override
  public Codec<JobCommand<?>> codec() {
    return JobCodec.INSTANCE;
  }

  @Override
  public Object apply(Entry entry, JobCommand<?> command) {
    return switch (command) {
      case Save c -> save(entry, c);
      case Remove c -> remove(c);
      case Switch c -> switchTo(entry, c);
      case Fire c -> fire(entry, c);
      case Progress c -> progress(entry, c);
      case Beats c -> beats(entry.now(), c);
      case Leave c -> executors.remove(c.executor(), c.address());
      case Expire c -> executors.expire(entry.now().minus(c.lease()));
    };
  }

  private Long save(Entry entry, Save c) {
    if (c.spec().children().contains(c.id()) && c.id() != 0) {
      throw Failure.of(Kind.USER, "job.own-child", "A job cannot be its own child.");
    }
    JobSpec spec = sharing.shared(c.spec());
    Timetable timetable = sharing.timetable(spec.when());
    Job job =
        c.id() == 0
            ? Job.of(nextJob++, spec, timetable, c.on(), entry.now())
            : known(c.id()).changedTo(spec, timetable, entry.now());
    put(entry, job);
    return job.id();
  }

  private Boolean remove(Remove c) {
    return jobs.remove(c.id()) != null; // what has been fired goes on; the wheel finds it gone
  }

  private Boolean switchTo(Entry entry, Switch c) {
    Job job = known(c.id());
    if (job.on() == c.on()) {
      return false;
    }
    put(entry, job.switched(c.on(), entry.now()));
    return true;
  }

  private void put(Entry entry, Job job) {
    jobs.put(job.id(), job);
    entry.owe(new Plan(job.id()));
  }

  private Job known(long id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw Failure.of(Kind.NOT_FOUND, "job.unknown", "There is no job " + id + ".");
    }
    return job;
  }

  private Long fire(Entry entry, Fire c) {
    long first = nextFiring;
    for (Intent intent : c.intents()) {
      fire(entry, intent);
    }
    return nextFiring - first;
  }

  private void fire(Entry entry, Intent intent) {
    Job job = jobs.get(intent.job());
    if (job == null) {
      return; // removed meanwhile
    }
    if (intent.cause() == Cause.SCHEDULE) {
      if (!job.on() || !intent.due().isAfter(job.planned())) {
        return; // switched off meanwhile, or fired before: two leaders may both have proposed it
      }
      job = job.plannedUpTo(intent.upTo());
      jobs.put(job.id(), job);
    }
    begin(
        entry,
        job,
        intent.cause(),
        intent.due(),
        intent.parameters().orElse(job.spec().parameters()),
        intent.address());
  }

  private void begin(
      Entry entry, Job job, Cause cause, Instant due, String parameters, String address) {
    List<String> addresses =
        job.spec().route() == Route.SHARDING_BROADCAST && address.isEmpty()
            ? executors.addresses(job.spec().executor())
            : List.of(address);
    if (addresses.isEmpty()) {
      addresses = List.of("");
    }
    jobs.put(job.id(), job.begun(addresses.size()));
    for (int shard = 0; shard < addresses.size(); shard++) {
      var firing =
          Firing.of(
              nextFiring++, job.id(), cause, due, entry.now(), addresses.get(shard), parameters);
      add(entry, firing.asShard(shard, addresses.size()));
    }
  }

  private void add(Entry entry, Firing firing) {
    active.put(firing.id(), firing.owing(entry.owe(new Dispatch(firing.id()))));
  }

  private Long progress(Entry entry, Progress c) {
    long known = 0;
    for (Step step : c.steps()) {
      Firing firing = active.get(step.firing());
      if (firing != null && isForward(firing.state(), step.state())) {
        known++;
        step(entry, firing.with(step.state(), step.address(), step.message(), entry.now()));
      }
    }
    while (finished.size() > c.kept()) {
      finished.pollFirstEntry();
    }
    return known;
  }

  /** Whether a step leads on: executors report again what they are not sure to have reported. */
  private static boolean isForward(FiringState from, FiringState to) {
    return to.compareTo(from) > 0;
  }

  private void step(Entry entry, Firing firing) {
    if (firing.state().isDone()) {
      end(entry, firing);
    } else if (firing.state() == FiringState.DISPATCHED) {
      add(entry, firing);
    } else {
      active.put(firing.id(), firing);
    }
  }

  private void end(Entry entry, Firing firing) {
    active.remove(firing.id());
    finished.put(firing.id(), firing);
    Job job = jobs.get(firing.job());
    if (job == null) {
      return;
    }
    boolean success = firing.state() == FiringState.SUCCEEDED;
    Job ended = job.ended(success, entry.now());
    jobs.put(job.id(), ended);
    if (ended.isAfterItsEnd()) {
      entry.owe(new Plan(job.id()));
    }
    if (success) {
      for (long child : job.spec().children()) {
        Job next = jobs.get(child);
        if (next != null) {
          begin(entry, next, Cause.PARENT, entry.now(), next.spec().parameters(), "");
        }
      }
    } else if (firing.attempt() < job.spec().retries()) {
      retry(entry, job.spec(), firing);
    }
  }

  /** Fires it again: a shard goes where it was, anything else wherever the route leads now. */
  private void retry(Entry entry, JobSpec spec, Firing failed) {
    int attempt = failed.attempt() + 1;
    String address = failed.shards() > 1 ? failed.address() : "";
    Job job = known(failed.job());
    jobs.put(job.id(), job.begun(1));
    var again =
        Firing.of(
            nextFiring++,
            failed.job(),
            Cause.RETRY,
            failed.due(),
            entry.now(),
            address,
            failed.parameters());
    add(
        entry,
        again
            .asShard(failed.shard(), failed.shards())
            .asAttempt(attempt, entry.now().plus(spec.pauseBefore(attempt))));
  }

  private Boolean beats(Instant now, Beats c) {
    for (Beat beat : c.beats()) {
      executors.beat(beat.executor(), beat.address(), now);
    }
    return true;
  }

  @Override
  public List<Owed> owed() {
    List<Owed> owed = new ArrayList<>();
    for (Firing each : active.values()) {
      each.owed().ifPresent(id -> owed.add(new Owed(id, new Dispatch(each.id()))));
    }
    return owed;
  }

  Optional<Job> job(long id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** In the order of their ids. */
  Collection<Job> jobs() {
    return Collections.unmodifiableCollection(jobs.values());
  }

  Optional<Firing> firing(long id) {
    Firing firing = active.get(id);
    return Optional.ofNullable(firing != null ? firing : finished.get(id));
  }

  /** What is not done, oldest first. */
  Collection<Firing> active() {
    return Collections.unmodifiableCollection(active.values());
  }

  /** What is done and still kept, the latest first. */
  Collection<Firing> finished() {
    return Collections.unmodifiableCollection(finished.sequencedValues().reversed());
  }

  ExecutorGroups executors() {
    return executors;
  }

  @Override
  public Capture capture() {
    var head = new JobSnapshot.Head(nextJob, nextFiring);
    List<Firing> firings = new ArrayList<>(finished.values());
    firings.addAll(active.values());
    return JobSnapshot.capture(head, List.copyOf(jobs.values()), firings, executors.copy());
  }

  @Override
  public void restore(SectionReader section) {
    jobs.clear();
    active.clear();
    finished.clear();
    executors.clear();
    sharing.clear();
    JobSnapshot.restore(section, sharing, new Restoring());
  }

  private final class Restoring implements JobSnapshot.Target {
    @Override
    public void head(JobSnapshot.Head head) {
      nextJob = head.nextJob();
      nextFiring = head.nextFiring();
    }

    @Override
    public void job(Job job) {
      jobs.put(job.id(), job);
    }

    @Override
    public void firing(Firing firing) {
      if (firing.state().isDone()) {
        finished.put(firing.id(), firing);
      } else {
        active.put(firing.id(), firing);
        jobs.computeIfPresent(firing.job(), (id, job) -> job.begun(1));
      }
    }

    @Override
    public void executor(String executor, String address, Instant beat) {
      executors.beat(executor, address, beat);
    }
  }
}
