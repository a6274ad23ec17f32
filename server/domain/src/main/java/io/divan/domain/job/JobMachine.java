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
import io.divan.domain.job.JobCommand.SplitOff;
import io.divan.domain.job.JobCommand.Steer;
import io.divan.domain.job.JobCommand.Step;
import io.divan.domain.job.JobCommand.Switch;
import io.divan.domain.job.JobCommand.Take;
import io.divan.domain.job.JobSnapshot.Content;
import io.divan.domain.job.Order.Place;
import io.divan.domain.job.graph.Graph;
import io.divan.domain.job.graph.Graph.Node;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.split.Split;
import io.divan.domain.job.split.Split.Terms;
import io.divan.domain.schedule.Schedule;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Jobs, their firings and who can run them, as a deterministic machine. A firing is here before
 * anybody is told of it, and stays until an executor has said how it ended.
 */
final class JobMachine implements Machine<JobCommand<?>> {
  private final TreeMap<Long, Job> jobs = new TreeMap<>();
  private final Map<String, TreeSet<Long>> byEvent = new HashMap<>(); // those that are on
  private final LinkedHashMap<Long, Firing> active = new LinkedHashMap<>();
  private final LinkedHashMap<Long, Firing> finished = new LinkedHashMap<>(); // oldest first
  private final Map<Long, GraphRun> runs = new TreeMap<>(); // of graphs, by their firings
  private final Splits splits = new Splits();
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
      case Leave c -> leave(c);
      case Expire c -> expire(entry.now().minus(c.lease()));
      case SplitOff c -> splitOff(c);
      case Take c -> take(entry, c);
      case Steer c -> steer(entry, c);
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
    Job gone = jobs.remove(c.id()); // what has been fired goes on; the wheel finds it gone
    if (gone != null) {
      index(gone, false);
    }
    return gone != null;
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
    Job before = jobs.put(job.id(), job);
    if (before != null) {
      index(before, false);
    }
    index(job, job.on());
    entry.owe(new Plan(job.id()));
  }

  private void index(Job job, boolean present) {
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

  private Job known(long id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw Failure.of(Kind.NOT_FOUND, "job.unknown", "There is no job " + id + ".");
    }
    return job;
  }

  private Long fire(Entry entry, Fire c) {
    long firings = 0;
    for (Intent intent : c.intents()) {
      firings += fire(entry, intent);
    }
    return firings;
  }

  private int fire(Entry entry, Intent intent) {
    Job job = jobs.get(intent.job());
    if (job == null) {
      return 0; // removed meanwhile
    }
    if (intent.cause() == Cause.SCHEDULE) {
      if (!job.on() || !intent.due().isAfter(job.planned())) {
        return 0; // switched off meanwhile, or fired before: two leaders may both have proposed it
      }
      job = job.plannedUpTo(intent.upTo());
      jobs.put(job.id(), job);
    }
    String parameters = intent.parameters().orElse(job.spec().parameters());
    var order = Order.of(job.id(), intent.cause(), intent.due(), entry.now(), parameters);
    return begin(entry, job, order, intent.address());
  }

  /** Returns how many firings that makes: one for each executor of a broadcast. */
  private int begin(Entry entry, Job job, Order order, String address) {
    if (job.spec().graph().isPresent()) {
      beginGraph(entry, job, job.spec().graph().get(), order);
      return 1;
    }
    List<String> addresses =
        job.spec().route() == Route.SHARDING_BROADCAST && address.isEmpty()
            ? executors.addresses(job.spec().executor())
            : List.of(address);
    if (addresses.isEmpty()) {
      addresses = List.of("");
    }
    jobs.put(job.id(), job.begun(addresses.size()));
    for (int shard = 0; shard < addresses.size(); shard++) {
      Order one = order.asShard(shard, addresses.size());
      add(entry, Firing.of(nextFiring++, one, addresses.get(shard)));
    }
    return addresses.size();
  }

  private void beginGraph(Entry entry, Job job, Graph graph, Order order) {
    jobs.put(job.id(), job.begun(1));
    Firing firing = Firing.of(nextFiring++, order, "");
    active.put(firing.id(), firing.with(FiringState.RUNNING, "", "", entry.now()));
    runs.put(firing.id(), new GraphRun(graph));
    advance(entry, firing.id());
  }

  /** Begins what can begin, and ends a run that is over. */
  private void advance(Entry entry, long firing) {
    GraphRun run = runs.get(firing);
    Firing of = active.get(firing);
    if (run == null || of == null) {
      return; // ended by somebody meanwhile
    }
    for (List<Node> ready = run.ready(); !ready.isEmpty(); ready = run.ready()) {
      ready.forEach(node -> begin(entry, firing, run, node));
    }
    if (run.isOver()) {
      FiringState state = run.stoppedAt().isEmpty() ? FiringState.SUCCEEDED : FiringState.FAILED;
      finish(entry, of.with(state, "", run.summary(), entry.now()));
    }
  }

  private void begin(Entry entry, long firing, GraphRun run, Node node) {
    Job job = jobs.get(node.job());
    if (job == null || job.spec().graph().isPresent()) {
      String why = job == null ? "There is no job " : "It would be a graph within a graph: job ";
      run.cannotBegin(node.name(), why + node.job() + ".");
      return;
    }
    String parameters = node.parameters().orElse(job.spec().parameters());
    var order =
        Order.of(job.id(), Cause.GRAPH, entry.now(), entry.now(), parameters)
            .at(new Place(firing, node.name()));
    run.began(node.name(), begin(entry, job, order, ""));
  }

  private void add(Entry entry, Firing firing) {
    active.put(firing.id(), firing.owing(entry.owe(new Dispatch(firing.id()))));
  }

  private Long progress(Entry entry, Progress c) {
    long known = 0;
    for (Step step : c.steps()) {
      Firing firing = active.get(step.firing());
      if (firing != null && isForward(firing.state(), step.state()) && isSteppedByOthers(firing)) {
        known++;
        step(entry, firing.with(step.state(), step.address(), step.message(), entry.now()));
      } else if (firing == null && step.state().isDone()) {
        known += chunkEnded(entry, step) ? 1 : 0;
      }
    }
    while (finished.size() > c.kept()) {
      long gone = finished.pollFirstEntry().getKey();
      runs.remove(gone);
      splits.remove(gone);
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
    Optional<Split> split = splits.ofFiring(firing.id());
    boolean success = firing.state() == FiringState.SUCCEEDED;
    if (split.isPresent() && success) {
      split.get().rootDone();
      active.put(firing.id(), firing.with(FiringState.RUNNING, "", "", entry.now()));
      endIfOver(entry, split.get());
      return;
    }
    splits.remove(firing.id());
    Job job = jobs.get(firing.job());
    if (!success && job != null && firing.attempt() < job.spec().retries()) {
      done(entry, firing);
      retry(entry, job.spec(), firing);
    } else {
      finish(entry, firing);
    }
  }

  /** It is done, and not tried again. */
  private void finish(Entry entry, Firing firing) {
    done(entry, firing);
    boolean success = firing.state() == FiringState.SUCCEEDED;
    Optional<Place> place = firing.order().place();
    if (place.isPresent() && runs.containsKey(place.get().run())) {
      GraphRun run = runs.get(place.get().run());
      run.ended(place.get().node(), success, firing.message());
      advance(entry, place.get().run());
    }
  }

  private void done(Entry entry, Firing firing) {
    active.remove(firing.id());
    finished.put(firing.id(), firing);
    entry.owe(new Freed(firing.id()));
    Job job = jobs.get(firing.job());
    if (job == null) {
      return;
    }
    boolean success = firing.state() == FiringState.SUCCEEDED;
    Job ended = job.ended(success, entry.now());
    jobs.put(job.id(), ended);
    if (job.isAfterItsEnd()) {
      entry.owe(new Plan(job.id()));
    }
    if (success) {
      job.spec().children().forEach(child -> fireChild(entry, child));
    }
  }

  private void fireChild(Entry entry, long child) {
    Job job = jobs.get(child);
    if (job != null) {
      Instant now = entry.now();
      begin(entry, job, Order.of(child, Cause.PARENT, now, now, job.spec().parameters()), "");
    }
  }

  /** Fires it again: a shard goes where it was, anything else wherever the route leads now. */
  private void retry(Entry entry, JobSpec spec, Firing failed) {
    String address = failed.shards() > 1 ? failed.address() : "";
    Job job = known(failed.job());
    jobs.put(job.id(), job.begun(1));
    Instant earliest = entry.now().plus(spec.pauseBefore(failed.attempt() + 1));
    add(entry, Firing.of(nextFiring++, failed.order().again(entry.now(), earliest), address));
  }

  /** Whether others say how it goes on, and not what it consists of. */
  boolean isSteppedByOthers(Firing firing) {
    boolean isSplit = splits.ofFiring(firing.id()).map(Split::isRootDone).orElse(false);
    return !isSplit && !runs.containsKey(firing.id());
  }

  private Boolean splitOff(SplitOff c) {
    Firing firing = active.get(c.holder());
    Optional<Split> ofChunk = splits.ofChunk(c.holder());
    if (ofChunk.isPresent()) {
      ofChunk.get().splitOff(c.holder(), c.part(), c.chunks());
    } else if (firing != null && isSteppedByOthers(firing)) {
      Split split = splits.ofFiring(firing.id()).orElseGet(() -> new Split(terms(firing)));
      split.splitOff(c.holder(), c.part(), c.chunks());
      splits.add(split);
    } else {
      throw Failure.of(
          Kind.NOT_FOUND,
          "job.firing-unknown",
          c.holder() + " is no firing or chunk that is under way; stop working on it.");
    }
    return true;
  }

  private Terms terms(Firing firing) {
    JobSpec spec = known(firing.job()).spec();
    return new Terms(
        firing.id(),
        firing.job(),
        spec.executor(),
        spec.handler(),
        spec.retries(),
        spec.retryDelay());
  }

  private List<Long> take(Entry entry, Take c) {
    if (!executors.has(c.executor(), c.address())) {
      throw Failure.of(
          Kind.CONFLICT,
          "job.executor-unknown",
          c.address() + " is not registered as \"" + c.executor() + "\".");
    }
    splits.giveOutAgain(splits.lost(c.executor(), c.address(), c.holding()));
    return splits.take(c.executor(), c.address(), c.most(), entry.now(), () -> nextFiring++);
  }

  private boolean chunkEnded(Entry entry, Step step) {
    Optional<Split> split = splits.ofChunk(step.firing());
    if (split.isEmpty()) {
      return false;
    }
    boolean success = step.state() == FiringState.SUCCEEDED;
    splits.ended(step.firing(), success, step.message(), entry.now());
    endIfOver(entry, split.get());
    return true;
  }

  private void endIfOver(Entry entry, Split split) {
    Firing firing = active.get(split.terms().firing());
    if (firing != null && split.isOver()) {
      FiringState state = split.hasFailed() ? FiringState.FAILED : FiringState.SUCCEEDED;
      finish(entry, firing.with(state, "", split.summary(), entry.now()));
    }
  }

  private Boolean leave(Leave c) {
    boolean was = executors.remove(c.executor(), c.address());
    splits.giveOutAgain(splits.lost(executors));
    return was;
  }

  private Long expire(Instant since) {
    long gone = executors.expire(since);
    splits.giveOutAgain(splits.lost(executors));
    return gone;
  }

  private Boolean steer(Entry entry, Steer c) {
    Firing firing =
        firing(c.firing())
            .orElseThrow(() ->
                Failure.of(
                    Kind.NOT_FOUND,
                    "job.firing-unknown",
                    "There is no firing " + c.firing() + "."));
    GraphRun run = runs.get(firing.id());
    if (c.steering() == Steering.RESUME && run != null && firing.state() == FiringState.FAILED) {
      goOn(entry, firing, run);
      return true;
    }
    if (firing.state().isDone()) {
      throw Failure.of(
          Kind.CONFLICT, "job.done", "Firing " + firing.id() + " is " + firing.state() + ".");
    }
    switch (c.steering()) {
      case END -> endBy(entry, firing);
      case PAUSE -> pause(entry, firing.id(), true);
      case RESUME -> pause(entry, firing.id(), false);
    }
    return true;
  }

  private void endBy(Entry entry, Firing firing) {
    Optional<Split> split = splits.ofFiring(firing.id());
    if (split.isPresent()) {
      splits.forgetChunks(split.get());
      split.get().giveUp();
    }
    String why = "Ended by " + entry.origin().principal() + ".";
    finish(entry, firing.with(FiringState.FAILED, "", why, entry.now()));
  }

  private void pause(Entry entry, long firing, boolean now) {
    Optional<Split> split = splits.ofFiring(firing);
    GraphRun run = runs.get(firing);
    if (split.isEmpty() && run == null) {
      throw Failure.of(
          Kind.CONFLICT,
          "job.not-divided",
          "Only graphs and split work can be paused; firing " + firing + " is neither.");
    }
    split.ifPresent(each -> each.pause(now));
    if (run != null) {
      run.pause(now);
      advance(entry, firing);
    }
  }

  /** A graph that has stopped runs again, from the nodes at which it did. */
  private void goOn(Entry entry, Firing firing, GraphRun run) {
    finished.remove(firing.id());
    active.put(firing.id(), firing.with(FiringState.RUNNING, "", "", entry.now()));
    jobs.computeIfPresent(firing.job(), (id, job) -> job.begun(1));
    run.goOn();
    advance(entry, firing.id());
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

  @Override
  public Capture capture() {
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

  @Override
  public void restore(SectionReader section) {
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
