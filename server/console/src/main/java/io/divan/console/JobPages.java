package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.job.ExecutorCalls.Reply;
import io.divan.domain.job.Firing;
import io.divan.domain.job.Job;
import io.divan.domain.job.JobFigures;
import io.divan.domain.job.JobSpec;
import io.divan.domain.job.Jobs;
import io.divan.domain.job.Steering;
import io.divan.domain.job.graph.Graph;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.split.Split.Level;
import io.divan.domain.schedule.Timetable;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Jobs, their firings, and what is done with them. */
final class JobPages {
  private static final int UPCOMING = 10;
  private static final int FIRINGS = 100;
  private static final Duration TIMELINE = Duration.ofHours(1);
  private static final int TIMELINE_JOBS = 30;
  private static final int TIMELINE_TIMES = 400;
  private static final int MOST_SEARCHED = 5_000;
  private static final int MOST_ADDED = 5_000;

  private final Jobs jobs;
  private final Clock clock;

  JobPages(Jobs jobs, Clock clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  record ListView(JobFigures figures, List<ExecutorRow> executors, List<Row> jobs) {}

  record ExecutorRow(String name, String address, long silentMillis) {}

  record Row(
      long id,
      String name,
      String executor,
      String handler,
      String when,
      String words,
      String route,
      boolean on,
      @Nullable String next,
      int active,
      long succeeded,
      long failed) {}

  record DetailView(
      Row row,
      JobForm spec,
      String author,
      String changed,
      List<String> upcoming,
      List<FiringRow> firings) {}

  record FiringRow(
      long id,
      long job,
      String cause,
      String state,
      String due,
      long lateMillis,
      @Nullable Long ranMillis,
      String address,
      int shard,
      int shards,
      int attempt,
      @Nullable Long run,
      String message) {}

  record RunView(
      FiringRow firing,
      List<NodeRow> nodes,
      List<GraphForm.EdgeForm> edges,
      boolean paused,
      List<Level> levels) {}

  record NodeRow(String name, long job, String phase, String message) {}

  record TimelineRow(long id, String name, List<String> times) {}

  record Preview(String words, List<String> upcoming) {}

  Object list(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Paging paging = Paging.of(request);
    Instant now = clock.now();
    List<ExecutorRow> executors = new ArrayList<>();
    jobs.executors()
        .forEach((name, beats) ->
            beats.forEach((address, beat) ->
                executors.add(
                    new ExecutorRow(name, address, Duration.between(beat, now).toMillis()))));
    String text = request.parameter("text").orElse("");
    return new ListView(
        jobs.figures(),
        executors,
        jobs.jobs(text, (paging.page() - 1) * paging.size(), paging.size()).stream()
            .map(JobPages::row)
            .toList());
  }

  private static Row row(Job job) {
    return new Row(
        job.id(),
        job.spec().name(),
        job.spec().executor(),
        job.spec().handler(),
        job.spec().when().value(),
        job.timetable().schedule().words(),
        job.spec().route().name(),
        job.on(),
        job.next().map(Instant::toString).orElse(null),
        job.active(),
        job.succeeded(),
        job.failed());
  }

  Object detail(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Job job =
        jobs.job(id(request))
            .orElseThrow(() ->
                Failure.of(Kind.NOT_FOUND, "job.unknown", "There is no job " + id(request) + "."));
    return new DetailView(
        row(job),
        JobForm.of(job),
        job.spec().author(),
        job.changed().toString(),
        job.on() ? upcoming(job.timetable(), job.planned()) : List.of(),
        firings(Optional.of(job.id()), FIRINGS));
  }

  private static List<String> upcoming(Timetable timetable, Instant after) {
    return timetable.upcoming(after, after, UPCOMING).stream().map(Instant::toString).toList();
  }

  /** When jobs are next within the hour: {@code [{id, name, times}]}. */
  Object timeline(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Instant until = clock.now().plus(TIMELINE);
    return jobs.jobs(request.parameter("text").orElse(""), 0, MOST_SEARCHED).stream()
        .filter(job -> job.next().filter(next -> next.isBefore(until)).isPresent())
        .limit(TIMELINE_JOBS)
        .map(job -> new TimelineRow(job.id(), job.spec().name(), within(job, until)))
        .toList();
  }

  private static List<String> within(Job job, Instant until) {
    return job.timetable().upcoming(job.planned(), job.planned(), TIMELINE_TIMES).stream()
        .filter(each -> each.isBefore(until))
        .map(Instant::toString)
        .toList();
  }

  Object latest(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Optional<Long> job =
        request.parameter("job").isPresent() ? Optional.of(id(request, "job")) : Optional.empty();
    return firings(job, Paging.of(request).size());
  }

  private List<FiringRow> firings(Optional<Long> job, int most) {
    return jobs.firings(job, most).stream().map(this::row).toList();
  }

  private FiringRow row(Firing each) {
    Instant running = each.running();
    Instant ended = each.ended();
    Instant sent = running != null ? running : ended != null ? ended : clock.now();
    return new FiringRow(
        each.id(),
        each.job(),
        each.cause().name(),
        each.state().name(),
        each.due().toString(),
        Math.max(0, Duration.between(each.due(), sent).toMillis()),
        running == null
            ? null
            : Duration.between(running, ended == null ? clock.now() : ended).toMillis(),
        each.address(),
        each.shard(),
        each.shards(),
        each.attempt(),
        each.run().orElse(null),
        each.message());
  }

  /** How far the nodes of a graph, or the levels of split work, have come. */
  Object run(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    long id = id(request);
    Firing firing =
        jobs.firing(id)
            .orElseThrow(() ->
                Failure.of(Kind.NOT_FOUND, "job.firing-unknown", "There is no firing " + id + "."));
    Optional<GraphRun> run = jobs.run(id);
    List<NodeRow> nodes =
        run.map(graph -> graph.graph().nodes().stream().map(node -> row(graph, node)).toList())
            .orElse(List.of());
    return new RunView(
        row(firing),
        nodes,
        run.map(graph -> GraphForm.of(graph.graph()).edges()).orElse(List.of()),
        run.map(GraphRun::isPaused).orElse(jobs.isPaused(id)),
        jobs.levels(id));
  }

  private static NodeRow row(GraphRun run, Graph.Node node) {
    GraphRun.Step step = run.step(node.name());
    return new NodeRow(node.name(), node.job(), step.phase().name(), step.message());
  }

  /** A person decides about a firing: {@code {id, steering}}. */
  Object steer(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JsonNode said = Json.readObject(request.bodyText());
    Steering steering = JobForm.one(Steering.values(), said.path("steering").asText());
    return Map.of("changed", done(jobs.steer(origin(caller), said.path("id").asLong(), steering)));
  }

  /** Fires the jobs that wait for an event: {@code {event, parameters}}. */
  Object emit(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JsonNode said = Json.readObject(request.bodyText());
    Optional<String> parameters =
        said.hasNonNull("parameters")
            ? Optional.of(said.path("parameters").asText())
            : Optional.empty();
    return Map.of(
        "firings", done(jobs.emit(origin(caller), said.path("event").asText(), parameters)));
  }

  /** What a schedule means, before it is saved. */
  Object preview(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Timetable timetable =
        JobForm.of(Json.readObject(request.required("job"))).schedule().timetable();
    return new Preview(timetable.schedule().words(), upcoming(timetable, clock.now()));
  }

  /** Adds a job, or changes the one whose id is given. */
  Object save(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JobForm form = JobForm.of(Json.readObject(request.bodyText()));
    JobSpec spec = form.spec(caller.name());
    return Map.of("id", done(jobs.save(origin(caller), form.id(), spec, form.on())));
  }

  /** As files hold them: {@code {jobs: [...]}}, page by page. */
  Object export(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Paging paging = Paging.of(request);
    return Map.of(
        "jobs",
        jobs.jobs("", (paging.page() - 1) * paging.size(), paging.size()).stream()
            .map(JobForm::of)
            .toList());
  }

  /** Adds all of {@code {jobs: [...]}}, or none if one cannot be used; answers their ids. */
  Object addAll(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JsonNode list = Json.readObject(request.bodyText()).path("jobs");
    if (list.size() > MOST_ADDED) {
      throw Failure.of(
          Kind.USER, "job.too-many-at-once", "At most " + MOST_ADDED + " jobs are added at once.");
    }
    List<JobForm> forms = new ArrayList<>();
    list.forEach(each -> forms.add(JobForm.of(each)));
    List<JobSpec> specs = forms.stream().map(each -> each.spec(caller.name())).toList();
    specs.forEach(each -> each.when().timetable());
    List<CompletableFuture<Long>> saved = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      saved.add(jobs.save(origin(caller), 0, specs.get(i), forms.get(i).on()));
    }
    return Map.of("ids", saved.stream().map(JobPages::done).toList());
  }

  Object remove(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    return Map.of("removed", done(jobs.remove(origin(caller), id(request))));
  }

  /** Pauses a job or lets time fire it again: {@code {id, on}}. */
  Object switchTo(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JsonNode said = Json.readObject(request.bodyText());
    boolean on = said.path("on").asBoolean();
    return Map.of("changed", done(jobs.switchTo(origin(caller), said.path("id").asLong(), on)));
  }

  /** Fires a job now: {@code {id, parameters, address}}, the last two if they are not the job's. */
  Object trigger(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JsonNode said = Json.readObject(request.bodyText());
    Optional<String> parameters =
        said.hasNonNull("parameters")
            ? Optional.of(said.path("parameters").asText())
            : Optional.empty();
    return Map.of(
        "firings",
        done(
            jobs.trigger(
                origin(caller),
                said.path("id").asLong(),
                parameters,
                said.path("address").asText(""))));
  }

  /** What a firing has written, from its executor. */
  Object log(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    String from = request.parameter("from").filter(line -> line.matches("\\d{1,9}")).orElse("1");
    return done(jobs.log(id(request), Integer.parseInt(from)));
  }

  Object kill(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    Reply reply = done(jobs.kill(Json.readObject(request.bodyText()).path("id").asLong()));
    return Map.of("answer", reply.answer().name(), "message", reply.message());
  }

  private static Origin origin(Caller caller) {
    return Origin.of(caller.name(), "");
  }

  private static long id(HttpRequest request) {
    return id(request, "id");
  }

  private static long id(HttpRequest request, String parameter) {
    String id = request.required(parameter);
    if (!id.matches("\\d{1,18}")) {
      throw Failure.of(Kind.USER, "job.id", "\"" + id + "\" is no id.");
    }
    return Long.parseLong(id);
  }

  private static <T> T done(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }
}
