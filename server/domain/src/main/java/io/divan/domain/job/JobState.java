package io.divan.domain.job;

import io.divan.domain.job.JobSnapshot.Content;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.split.Split;
import io.divan.domain.schedule.Schedule;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.SectionReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What there is of jobs: they themselves, their firings, how far graphs and split work are, and who
 * can run them. Changed by {@link JobMachine} alone.
 */
final class JobState {
  final TreeMap<Long, Job> jobs = new TreeMap<>();
  final Map<String, TreeSet<Long>> byEvent = new HashMap<>(); // those that are on
  final LinkedHashMap<Long, Firing> active = new LinkedHashMap<>();
  final LinkedHashMap<Long, Firing> finished = new LinkedHashMap<>(); // oldest first
  final Map<Long, GraphRun> runs = new TreeMap<>(); // of graphs, by their firings
  final Splits splits = new Splits();
  final ExecutorGroups executors = new ExecutorGroups();
  final Sharing sharing = new Sharing();
  long nextJob = 1;
  long nextFiring = 1;

  /**
   * @throws Failure NOT_FOUND if there is none
   */
  Job known(long id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw Failure.of(Kind.NOT_FOUND, "job.unknown", "There is no job " + id + ".");
    }
    return job;
  }

  /** Notes a job that waits for an event, or forgets it. */
  void index(Job job, boolean present) {
    if (job.timetable().schedule() instanceof Schedule.OnEvent(String event)) {
      TreeSet<Long> waiting = byEvent.computeIfAbsent(event, any -> new TreeSet<>());
      if (present) {
        waiting.add(job.id());
      } else {
        waiting.remove(job.id());
      }
      if (waiting.isEmpty()) {
        byEvent.remove(event);
      }
    }
  }

  /** Whether others say how it goes on, and not what it consists of. */
  boolean isSteppedByOthers(Firing firing) {
    boolean isSplit = splits.ofFiring(firing.id()).map(Split::isRootDone).orElse(false);
    return !isSplit && !runs.containsKey(firing.id());
  }

  Optional<Job> job(long id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Those that wait for an event. */
  List<Long> jobsOf(String event) {
    return List.copyOf(byEvent.getOrDefault(event, new TreeSet<>()));
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

  Splits splits() {
    return splits;
  }

  /** How far a graph's run has come. */
  Optional<GraphRun> run(long firing) {
    return Optional.ofNullable(runs.get(firing));
  }

  Capture capture() {
    var head = new JobSnapshot.Head(nextJob, nextFiring);
    List<Firing> firings = new ArrayList<>(finished.values());
    firings.addAll(active.values());
    Map<Long, GraphRun> runsNow = new TreeMap<>();
    runs.forEach((firing, run) -> runsNow.put(firing, run.copy()));
    return JobSnapshot.capture(
        new Content(
            head,
            List.copyOf(jobs.values()),
            firings,
            executors.copy(),
            runsNow,
            splits.all().stream().map(Split::copy).toList()));
  }

  void restore(SectionReader section) {
    jobs.clear();
    byEvent.clear();
    active.clear();
    finished.clear();
    executors.clear();
    runs.clear();
    splits.clear();
    sharing.clear();
    JobSnapshot.restore(section, sharing, new Restoring());
    splits.index();
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
      index(job, job.on());
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

    @Override
    public void run(long firing, GraphRun run) {
      runs.put(firing, run);
    }

    @Override
    public void split(Split split) {
      splits.add(split);
    }
  }
}
