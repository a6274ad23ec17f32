package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.job.Block;
import io.divan.domain.job.Job;
import io.divan.domain.job.JobSpec;
import io.divan.domain.job.Misfire;
import io.divan.domain.job.Route;
import io.divan.domain.job.When;
import io.divan.domain.schedule.Schedule.Form;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A job as pages, the command line and files write it. */
record JobForm(
    long id,
    String name,
    String executor,
    String handler,
    String form,
    String when,
    String zone,
    String parameters,
    String route,
    String block,
    String misfire,
    long timeoutSeconds,
    int retries,
    long retryDelaySeconds,
    List<Long> children,
    boolean on) {

  static JobForm of(Job job) {
    JobSpec spec = job.spec();
    return new JobForm(
        job.id(),
        spec.name(),
        spec.executor(),
        spec.handler(),
        spec.when().form().name(),
        spec.when().value(),
        spec.when().zone(),
        spec.parameters(),
        spec.route().name(),
        spec.block().name(),
        spec.misfire().name(),
        spec.timeout().toSeconds(),
        spec.retries(),
        spec.retryDelay().toSeconds(),
        spec.children(),
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
        said.path("parameters").asText(""),
        said.path("route").asText(Route.ROUND.name()),
        said.path("block").asText(Block.SERIAL_EXECUTION.name()),
        said.path("misfire").asText(Misfire.SKIP.name()),
        said.path("timeoutSeconds").asLong(),
        said.path("retries").asInt(),
        said.path("retryDelaySeconds").asLong(1),
        children,
        said.path("on").asBoolean(true));
  }

  /**
   * @throws Failure USER if it cannot be used
   */
  JobSpec spec(String author) {
    return new JobSpec(
        name,
        executor,
        When.of(form(form), when, zone),
        handler,
        parameters,
        one(Route.values(), route),
        one(Block.values(), block),
        one(Misfire.values(), misfire),
        Duration.ofSeconds(timeoutSeconds),
        retries,
        Duration.ofSeconds(retryDelaySeconds),
        children,
        author);
  }

  /**
   * @throws Failure USER if there is no such form
   */
  static Form form(String name) {
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
}
