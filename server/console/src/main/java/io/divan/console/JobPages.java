package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.job.Block;
import io.divan.domain.job.ExecutorCalls.Reply;
import io.divan.domain.job.Firing;
import io.divan.domain.job.Job;
import io.divan.domain.job.JobFigures;
import io.divan.domain.job.JobSpec;
import io.divan.domain.job.Jobs;
import io.divan.domain.job.Misfire;
import io.divan.domain.job.Route;
import io.divan.domain.job.When;
import io.divan.domain.schedule.Schedule.Form;
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
import java.util.Arrays;
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

  record DetailView(Row row, SpecView spec, List<String> upcoming, List<FiringRow> firings) {}

  record SpecView(
      String form,
      String when,
      String zone,
      String parameters,
      String block,
      String misfire,
      long timeoutSeconds,
      int retries,
      long retryDelaySeconds,
      List<Long> children,
      String author,
      String changed) {}

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
      String message) {}

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
        spec(job),
        job.on() ? upcoming(job.timetable(), job.planned()) : List.of(),
        firings(Optional.of(job.id()), FIRINGS));
  }

  private static SpecView spec(Job job) {
    JobSpec spec = job.spec();
    return new SpecView(
        spec.when().form().name(),
        spec.when().value(),
        spec.when().zone(),
        spec.parameters(),
        spec.block().name(),
        spec.misfire().name(),
        spec.timeout().toSeconds(),
        spec.retries(),
        spec.retryDelay().toSeconds(),
        spec.children(),
        spec.author(),
        job.changed().toString());
  }

  private static List<String> upcoming(Timetable timetable, Instant after) {
    return timetable.upcoming(after, after, UPCOMING).stream().map(Instant::toString).toList();
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
        each.message());
  }

  /** What a schedule means, before it is saved. */
  Object preview(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Timetable timetable =
        When.of(
                form(request.required("form")),
                request.parameter("when").orElse(""),
                request.parameter("zone").orElse("UTC"))
            .timetable();
    return new Preview(timetable.schedule().words(), upcoming(timetable, clock.now()));
  }

  /** Adds a job, or changes the one whose id is given. */
  Object save(Caller caller, HttpRequest request) {
    caller.require(Action.WRITE, "");
    JsonNode said = Json.readObject(request.bodyText());
    String zone = said.path("zone").asText("");
    List<Long> children = new ArrayList<>();
    said.path("children").forEach(child -> children.add(child.asLong()));
    var spec =
        new JobSpec(
            said.path("name").asText(""),
            said.path("executor").asText(""),
            When.of(
                form(said.path("form").asText("")),
                said.path("when").asText(""),
                zone.isBlank() ? "UTC" : zone),
            said.path("handler").asText(""),
            said.path("parameters").asText(""),
            one(Route.values(), said.path("route").asText("ROUND")),
            one(Block.values(), said.path("block").asText("SERIAL_EXECUTION")),
            one(Misfire.values(), said.path("misfire").asText("SKIP")),
            Duration.ofSeconds(said.path("timeoutSeconds").asLong()),
            said.path("retries").asInt(),
            Duration.ofSeconds(said.path("retryDelaySeconds").asLong(1)),
            children,
            caller.name());
    long id = said.path("id").asLong();
    boolean on = said.path("on").asBoolean(true);
    return Map.of("id", done(jobs.save(origin(caller), id, spec, on)));
  }

  private static Form form(String name) {
    return one(Form.values(), name);
  }

  private static <E extends Enum<E>> E one(E[] all, String name) {
    return Arrays.stream(all)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Failure.of(
                Kind.USER,
                "job.choice-unknown",
                "\"" + name + "\" is none of " + Arrays.toString(all) + "."));
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
