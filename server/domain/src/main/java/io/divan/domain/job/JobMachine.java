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
import io.divan.domain.job.Order.Place;
import io.divan.domain.job.graph.Graph;
import io.divan.domain.job.graph.Graph.Node;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.split.Split;
import io.divan.domain.job.split.Split.Terms;
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
import java.util.List;
import java.util.Optional;

/**
 * Jobs, their firings and who can run them, as a deterministic machine. A firing is here before
 * anybody is told of it, and stays until an executor has said how it ended.
 */
final class JobMachine implements Machine<JobCommand<?>> {
  private final JobState state = new JobState();

  /** To be read. */
  JobState state() {
    return state;
  }

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
    JobSpec spec = state.sharing.shared(c.spec());
    Timetable timetable = state.sharing.timetable(spec.when());
    Job job =
        c.id() == 0
            ? Job.of(state.nextJob++, spec, timetable, c.on(), entry.now())
            : state.known(c.id()).changedTo(spec, timetable, entry.now());
    put(entry, job);
    return job.id();
  }

  private Boolean remove(Remove c) {
    Job gone = state.jobs.remove(c.id()); // what has been fired goes on; the wheel finds it gone
    if (gone != null) {
      state.index(gone, false);
    }
    return gone != null;
  }

  private Boolean switchTo(Entry entry, Switch c) {
    Job job = state.known(c.id());
    if (job.on() == c.on()) {
      return false;
    }
    put(entry, job.switched(c.on(), entry.now()));
    return true;
  }

  private void put(Entry entry, Job job) {
    Job before = state.jobs.put(job.id(), job);
    if (before != null) {
      state.index(before, false);
    }
    state.index(job, job.on());
    entry.owe(new Plan(job.id()));
  }

  private Long fire(Entry entry, Fire c) {
    long firings = 0;
    for (Intent intent : c.intents()) {
      firings += fire(entry, intent);
    }
    return firings;
  }

  private int fire(Entry entry, Intent intent) {
    Job job = state.jobs.get(intent.job());
    if (job == null) {
      return 0; // removed meanwhile
    }
    if (intent.cause() == Cause.SCHEDULE) {
      if (!job.on() || !intent.due().isAfter(job.planned())) {
        return 0; // switched off meanwhile, or fired before: two leaders may both have proposed it
      }
      job = job.plannedUpTo(intent.upTo());
      state.jobs.put(job.id(), job);
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
            ? state.executors.addresses(job.spec().executor())
            : List.of(address);
    if (addresses.isEmpty()) {
      addresses = List.of("");
    }
    state.jobs.put(job.id(), job.begun(addresses.size()));
    for (int shard = 0; shard < addresses.size(); shard++) {
      Order one = order.asShard(shard, addresses.size());
      add(entry, Firing.of(state.nextFiring++, one, addresses.get(shard)));
    }
    return addresses.size();
  }

  private void beginGraph(Entry entry, Job job, Graph graph, Order order) {
    state.jobs.put(job.id(), job.begun(1));
    Firing firing = Firing.of(state.nextFiring++, order, "");
    state.active.put(firing.id(), firing.with(FiringState.RUNNING, "", "", entry.now()));
    state.runs.put(firing.id(), new GraphRun(graph));
    advance(entry, firing.id());
  }

  /** Begins what can begin, and ends a run that is over. */
  private void advance(Entry entry, long firing) {
    GraphRun run = state.runs.get(firing);
    Firing of = state.active.get(firing);
    if (run == null || of == null) {
      return; // ended by somebody meanwhile
    }
    for (List<Node> ready = run.ready(); !ready.isEmpty(); ready = run.ready()) {
      ready.forEach(node -> begin(entry, firing, run, node));
    }
    if (run.isOver()) {
      FiringState end = run.stoppedAt().isEmpty() ? FiringState.SUCCEEDED : FiringState.FAILED;
      finish(entry, of.with(end, "", run.summary(), entry.now()));
    }
  }

  private void begin(Entry entry, long firing, GraphRun run, Node node) {
    Job job = state.jobs.get(node.job());
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
    state.active.put(firing.id(), firing.owing(entry.owe(new Dispatch(firing.id()))));
  }

  private Long progress(Entry entry, Progress c) {
    long known = 0;
    for (Step step : c.steps()) {
      Firing firing = state.active.get(step.firing());
      if (firing != null
          && isForward(firing.state(), step.state())
          && state.isSteppedByOthers(firing)) {
        known++;
        step(entry, firing.with(step.state(), step.address(), step.message(), entry.now()));
      } else if (firing == null && step.state().isDone()) {
        known += chunkEnded(entry, step) ? 1 : 0;
      }
    }
    while (state.finished.size() > c.kept()) {
      long gone = state.finished.pollFirstEntry().getKey();
      state.runs.remove(gone);
      state.splits.remove(gone);
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
      state.active.put(firing.id(), firing);
    }
  }

  private void end(Entry entry, Firing firing) {
    Optional<Split> split = state.splits.ofFiring(firing.id());
    boolean success = firing.state() == FiringState.SUCCEEDED;
    if (split.isPresent() && success) {
      split.get().rootDone();
      state.active.put(firing.id(), firing.with(FiringState.RUNNING, "", "", entry.now()));
      endIfOver(entry, split.get());
      return;
    }
    state.splits.remove(firing.id());
    Job job = state.jobs.get(firing.job());
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
    if (place.isPresent() && state.runs.containsKey(place.get().run())) {
      GraphRun run = state.runs.get(place.get().run());
      run.ended(place.get().node(), success, firing.message());
      advance(entry, place.get().run());
    }
  }

  private void done(Entry entry, Firing firing) {
    state.active.remove(firing.id());
    state.finished.put(firing.id(), firing);
    entry.owe(new Freed(firing.id()));
    Job job = state.jobs.get(firing.job());
    if (job == null) {
      return;
    }
    boolean success = firing.state() == FiringState.SUCCEEDED;
    Job ended = job.ended(success, entry.now());
    state.jobs.put(job.id(), ended);
    if (job.isAfterItsEnd()) {
      entry.owe(new Plan(job.id()));
    }
    if (success) {
      job.spec().children().forEach(child -> fireChild(entry, child));
    }
  }

  private void fireChild(Entry entry, long child) {
    Job job = state.jobs.get(child);
    if (job != null) {
      Instant now = entry.now();
      begin(entry, job, Order.of(child, Cause.PARENT, now, now, job.spec().parameters()), "");
    }
  }

  /** Fires it again: a shard goes where it was, anything else wherever the route leads now. */
  private void retry(Entry entry, JobSpec spec, Firing failed) {
    String address = failed.shards() > 1 ? failed.address() : "";
    Job job = state.known(failed.job());
    state.jobs.put(job.id(), job.begun(1));
    Instant earliest = entry.now().plus(spec.pauseBefore(failed.attempt() + 1));
    add(entry, Firing.of(state.nextFiring++, failed.order().again(entry.now(), earliest), address));
  }

  private Boolean splitOff(SplitOff c) {
    Firing firing = state.active.get(c.holder());
    Optional<Split> ofChunk = state.splits.ofChunk(c.holder());
    if (ofChunk.isPresent()) {
      ofChunk.get().splitOff(c.holder(), c.part(), c.chunks());
    } else if (firing != null && state.isSteppedByOthers(firing)) {
      Split split = state.splits.ofFiring(firing.id()).orElseGet(() -> new Split(terms(firing)));
      split.splitOff(c.holder(), c.part(), c.chunks());
      state.splits.add(split);
    } else {
      throw Failure.of(
          Kind.NOT_FOUND,
          "job.firing-unknown",
          c.holder() + " is no firing or chunk that is under way; stop working on it.");
    }
    return true;
  }

  private Terms terms(Firing firing) {
    JobSpec spec = state.known(firing.job()).spec();
    return new Terms(
        firing.id(),
        firing.job(),
        spec.executor(),
        spec.handler(),
        spec.retries(),
        spec.retryDelay());
  }

  private List<Long> take(Entry entry, Take c) {
    if (!state.executors.has(c.executor(), c.address())) {
      throw Failure.of(
          Kind.CONFLICT,
          "job.executor-unknown",
          c.address() + " is not registered as \"" + c.executor() + "\".");
    }
    state.splits.giveOutAgain(state.splits.lost(c.executor(), c.address(), c.holding()));
    return state.splits.take(
        c.executor(), c.address(), c.most(), entry.now(), () -> state.nextFiring++);
  }

  private boolean chunkEnded(Entry entry, Step step) {
    Optional<Split> split = state.splits.ofChunk(step.firing());
    if (split.isEmpty()) {
      return false;
    }
    boolean success = step.state() == FiringState.SUCCEEDED;
    state.splits.ended(step.firing(), success, step.message(), entry.now());
    endIfOver(entry, split.get());
    return true;
  }

  private void endIfOver(Entry entry, Split split) {
    Firing firing = state.active.get(split.terms().firing());
    if (firing != null && split.isOver()) {
      FiringState end = split.hasFailed() ? FiringState.FAILED : FiringState.SUCCEEDED;
      finish(entry, firing.with(end, "", split.summary(), entry.now()));
    }
  }

  private Boolean leave(Leave c) {
    boolean was = state.executors.remove(c.executor(), c.address());
    state.splits.giveOutAgain(state.splits.lost(state.executors));
    return was;
  }

  private Long expire(Instant since) {
    long gone = state.executors.expire(since);
    state.splits.giveOutAgain(state.splits.lost(state.executors));
    return gone;
  }

  private Boolean steer(Entry entry, Steer c) {
    Firing firing =
        state
            .firing(c.firing())
            .orElseThrow(() ->
                Failure.of(
                    Kind.NOT_FOUND,
                    "job.firing-unknown",
                    "There is no firing " + c.firing() + "."));
    GraphRun run = state.runs.get(firing.id());
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
    Optional<Split> split = state.splits.ofFiring(firing.id());
    if (split.isPresent()) {
      state.splits.forgetChunks(split.get());
      split.get().giveUp();
    }
    String why = "Ended by " + entry.origin().principal() + ".";
    finish(entry, firing.with(FiringState.FAILED, "", why, entry.now()));
  }

  private void pause(Entry entry, long firing, boolean now) {
    Optional<Split> split = state.splits.ofFiring(firing);
    GraphRun run = state.runs.get(firing);
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
    state.finished.remove(firing.id());
    state.active.put(firing.id(), firing.with(FiringState.RUNNING, "", "", entry.now()));
    state.jobs.computeIfPresent(firing.job(), (id, job) -> job.begun(1));
    run.goOn();
    advance(entry, firing.id());
  }

  private Boolean beats(Instant now, Beats c) {
    for (Beat beat : c.beats()) {
      state.executors.beat(beat.executor(), beat.address(), now);
    }
    return true;
  }

  @Override
  public List<Owed> owed() {
    List<Owed> owed = new ArrayList<>();
    for (Firing each : state.active.values()) {
      each.owed().ifPresent(id -> owed.add(new Owed(id, new Dispatch(each.id()))));
    }
    return owed;
  }

  @Override
  public Capture capture() {
    return state.capture();
  }

  @Override
  public void restore(SectionReader section) {
    state.restore(section);
  }
}
