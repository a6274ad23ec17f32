package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.job.Block;
import io.divan.domain.job.Job;
import io.divan.domain.job.JobSpec;
import io.divan.domain.job.Limits;
import io.divan.domain.job.Misfire;
import io.divan.domain.job.Route;
import io.divan.domain.job.Script;
import io.divan.domain.job.When;
import io.divan.domain.schedule.OffDays;
import io.divan.domain.schedule.Schedule.Form;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job as pages, the command line and files write it.
 *
 * @param from an ISO instant; empty for none
 * @param until the same
 * @param offWeekdays days of the week on which it is not fired, {@code SATURDAY}
 * @param offDates single days, {@code 2030-12-25}
 */
record JobForm(
    long id,
    String name,
    String executor,
    String handler,
    String form,
    String when,
    String zone,
    String from,
    String until,
    List<String> offWeekdays,
    List<String> offDates,
    String parameters,
    String route,
    String block,
    String misfire,
    long timeoutSeconds,
    int retries,
    long retryDelaySeconds,
    List<Long> children,
    int priority,
    int atOnce,
    @Nullable GraphForm graph,
    @Nullable ScriptForm script,
    boolean on) {

  /** A script as files hold it. */
  record ScriptForm(String language, String source) {}

  static JobForm of(Job job) {
    JobSpec spec = job.spec();
    When when = spec.when();
    return new JobForm(
        job.id(),
        spec.name(),
        spec.executor(),
        spec.handler(),
        when.form().name(),
        when.value(),
        when.zone(),
        when.from().map(Instant::toString).orElse(""),
        when.until().map(Instant::toString).orElse(""),
        when.off().weekly().stream().sorted().map(DayOfWeek::name).toList(),
        when.off().dates().stream().sorted().map(LocalDate::toString).toList(),
        spec.parameters(),
        spec.route().name(),
        spec.block().name(),
        spec.misfire().name(),
        spec.timeout().toSeconds(),
        spec.retries(),
        spec.retryDelay().toSeconds(),
        spec.children(),
        spec.limits().priority(),
        spec.limits().atOnce(),
        spec.graph().map(GraphForm::of).orElse(null),
        spec.script()
            .map(script -> new ScriptForm(script.language().name(), script.source()))
            .orElse(null),
        job.on());
  }

  /** What is not said is as usual. */
  static JobForm of(JsonNode said) {
    List<Long> children = new ArrayList<>();
    said.path("children").forEach(child -> children.add(child.asLong()));
    String zone = said.path("zone").asText("");
    return new JobForm(
        said.path("id").asLong(),
        said.path("name").asText(""),
        said.path("executor").asText(""),
        said.path("handler").asText(""),
        said.path("form").asText(""),
        said.path("when").asText(""),
        zone.isBlank() ? "UTC" : zone,
        said.path("from").asText(""),
        said.path("until").asText(""),
        texts(said.path("offWeekdays")),
        texts(said.path("offDates")),
        said.path("parameters").asText(""),
        said.path("route").asText(Route.ROUND.name()),
        said.path("block").asText(Block.SERIAL_EXECUTION.name()),
        said.path("misfire").asText(Misfire.SKIP.name()),
        said.path("timeoutSeconds").asLong(),
        said.path("retries").asInt(),
        said.path("retryDelaySeconds").asLong(1),
        children,
        said.path("priority").asInt(),
        said.path("atOnce").asInt(),
        said.path("graph").isObject() ? GraphForm.of(said.path("graph")) : null,
        said.path("script").isObject() ? script(said.path("script")) : null,
        said.path("on").asBoolean(true));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static ScriptForm script(JsonNode said) {
    return new ScriptForm(said.path("language").asText(), said.path("source").asText());
  }

  /**
   * @throws Failure USER if it cannot be used
   */
  JobSpec spec(String author) {
    return new JobSpec(
        name,
        executor,
        schedule(),
        handler,
        parameters,
        one(Route.values(), route),
        one(Block.values(), block),
        one(Misfire.values(), misfire),
        Duration.ofSeconds(timeoutSeconds),
        retries,
        Duration.ofSeconds(retryDelaySeconds),
        children,
        author,
        new Limits(priority, atOnce),
        Optional.ofNullable(graph).map(GraphForm::graph),
        Optional.ofNullable(script)
            .map(
                said -> new Script(one(Script.Language.values(), said.language()), said.source())));
  }

  /**
   * @throws Failure USER if it cannot be used
   */
  When schedule() {
    var off =
        new OffDays(
            offWeekdays.stream()
                .map(day -> one(DayOfWeek.values(), day))
                .collect(Collectors.toSet()),
            offDates.stream().map(day -> read(day, LocalDate::parse)).collect(Collectors.toSet()));
    return new When(one(Form.values(), form), when, zone, moment(from), moment(until), off);
  }

  private static Optional<Instant> moment(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(read(text, Instant::parse));
  }

  private static <T> T read(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (DateTimeException e) {
      throw Failure.caused(
          Kind.USER,
          "job.date",
          "\""
              + text
              + "\" is no date; write 2030-12-25 for a day off, 2030-01-31T10:00:00Z for a moment.",
          e);
    }
  }

  static <E extends Enum<E>> E one(E[] all, String name) {
    return Arrays.stream(all)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Failure.of(
                Kind.USER,
                "job.choice-unknown",
                "\"" + name + "\" is none of " + Arrays.toString(all) + "."));
  }
}
