package io.divan.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and changes the jobs of a server that runs. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    description = "Shows and changes scheduled jobs.",
    subcommands = {
      JobCommand.Listing.class,
      JobCommand.Add.class,
      JobCommand.Remove.class,
      JobCommand.Pause.class,
      JobCommand.Resume.class,
      JobCommand.Run.class,
      JobCommand.Firings.class,
      JobCommand.Log.class,
      JobCommand.Kill.class,
      JobCommand.Export.class,
      JobCommand.Import.class,
      HelpCommand.class
    })
final class JobCommand {
  private JobCommand() {}

  /** What every command needs. */
  abstract static class Asking implements Runnable {
    @Mixin private ConsoleClient console = new ConsoleClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    ConsoleClient console() {
      return console;
    }

    PrintWriter out() {
      return spec.commandLine().getOut();
    }
  }

  /** Prints the jobs. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the jobs, and the executors that are there.")
  static final class Listing extends Asking {
    @Option(
        names = "--text",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "Only jobs whose name, executor or handler contains it.")
    private String text = "";

    @Override
    public void run() {
      String query = URLEncoder.encode(text, StandardCharsets.UTF_8);
      JsonNode view = console().get("/api/jobs?size=500&text=" + query);
      for (JsonNode each : view.path("jobs")) {
        out()
            .printf(
                "%d  %s  %s on %s  %s  next %s  %d succeeded, %d failed, %d under way%n",
                each.path("id").asLong(),
                each.path("name").asText(),
                each.path("handler").asText(),
                each.path("executor").asText(),
                each.path("on").asBoolean() ? each.path("words").asText() : "paused",
                each.path("next").asText("-"),
                each.path("succeeded").asLong(),
                each.path("failed").asLong(),
                each.path("active").asInt());
      }
      if (view.path("jobs").isEmpty()) {
        out().println("There is no such job.");
      }
      for (JsonNode each : view.path("executors")) {
        out()
            .printf(
                "executor %s at %s, heard of %d s ago%n",
                each.path("name").asText(),
                each.path("address").asText(),
                each.path("silentMillis").asLong() / 1_000);
      }
    }
  }

  /** Adds a job. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a job, and lets time fire it.")
  static final class Add extends Asking {
    @Option(names = "--name", paramLabel = "NAME", description = "For people; the handler's name.")
    private @Nullable String name;

    @Option(
        names = "--executor",
        required = true,
        paramLabel = "APP",
        description = "The name by which the applications register that run it.")
    private String executor = "";

    @Option(
        names = "--handler",
        required = true,
        paramLabel = "NAME",
        description = "Which of their handlers does.")
    private String handler = "";

    @Option(
        names = "--form",
        paramLabel = "FORM",
        defaultValue = "CRON",
        description =
            "CRON, FIXED_RATE, FIXED_DELAY, ONCE or NEVER, which is only when somebody asks;"
                + " ${DEFAULT-VALUE}.")
    private String form = "";

    @Option(
        names = "--when",
        paramLabel = "TEXT",
        defaultValue = "",
        description =
            "A cron with seconds (\"0 30 2 * * ?\"), a period (90 or PT1M30S), or a moment"
                + " (2030-01-31T10:00:00Z).")
    private String when = "";

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        defaultValue = "UTC",
        description = "The time zone of a cron; ${DEFAULT-VALUE}.")
    private String zone = "";

    @Option(names = "--parameters", paramLabel = "TEXT", defaultValue = "")
    private String parameters = "";

    @Option(
        names = "--route",
        paramLabel = "ROUTE",
        defaultValue = "ROUND",
        description =
            "Who of them runs it: FIRST, LAST, ROUND, RANDOM, CONSISTENT_HASH,"
                + " LEAST_FREQUENTLY_USED, LEAST_RECENTLY_USED, FAILOVER, BUSYOVER or"
                + " SHARDING_BROADCAST; ${DEFAULT-VALUE}.")
    private String route = "";

    @Option(
        names = "--block",
        paramLabel = "BLOCK",
        defaultValue = "SERIAL_EXECUTION",
        description =
            "When it still runs: SERIAL_EXECUTION, DISCARD_LATER or COVER_EARLY;"
                + " ${DEFAULT-VALUE}.")
    private String block = "";

    @Option(
        names = "--misfire",
        paramLabel = "MISFIRE",
        defaultValue = "SKIP",
        description = "When no server could fire it in time: SKIP or FIRE_ONCE; ${DEFAULT-VALUE}.")
    private String misfire = "";

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        defaultValue = "0",
        description = "After which its executor ends it; 0 for never.")
    private int timeout;

    @Option(
        names = "--retries",
        paramLabel = "N",
        defaultValue = "0",
        description = "How often a failed firing is repeated.")
    private int retries;

    @Option(
        names = "--child",
        paramLabel = "ID",
        description = "A job that is fired whenever this one has succeeded; may be repeated.")
    private List<Long> children = List.of();

    @Override
    public void run() {
      Map<String, Object> said = new HashMap<>();
      said.put("name", name == null ? handler : name);
      said.put("executor", executor);
      said.put("handler", handler);
      said.put("form", form);
      said.put("when", when);
      said.put("zone", zone);
      said.put("parameters", parameters);
      said.put("route", route);
      said.put("block", block);
      said.put("misfire", misfire);
      said.put("timeoutSeconds", timeout);
      said.put("retries", retries);
      said.put("children", children);
      JsonNode answer = console().put("/api/job", said);
      out().println("Job " + answer.path("id").asLong() + " is added.");
    }
  }

  /** A command about one job. */
  abstract static class OfOne extends Asking {
    @Parameters(paramLabel = "ID", description = "The job, as divan job list prints it.")
    private long id;

    long id() {
      return id;
    }
  }

  /** Removes a job. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a job; what it has begun goes on.")
  static final class Remove extends OfOne {
    @Override
    public void run() {
      JsonNode answer = console().delete("/api/job?id=" + id());
      boolean removed = answer.path("removed").asBoolean();
      out().println(removed ? "Job " + id() + " is removed." : "There is no job " + id() + ".");
    }
  }

  private static void switchTo(OfOne command, boolean on) {
    command.console().put("/api/job/switch", Map.of("id", command.id(), "on", on));
    command.out().println("Job " + command.id() + (on ? " is on." : " is paused."));
  }

  /** Pauses a job. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Has time no longer fire a job.")
  static final class Pause extends OfOne {
    @Override
    public void run() {
      switchTo(this, false);
    }
  }

  /** Switches a job on. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets time fire a job again, from now on.")
  static final class Resume extends OfOne {
    @Override
    public void run() {
      switchTo(this, true);
    }
  }

  /** Fires a job. */
  @Command(name = "run", mixinStandardHelpOptions = true, description = "Fires a job now.")
  static final class Run extends OfOne {
    @Option(names = "--parameters", paramLabel = "TEXT", description = "Instead of the job's own.")
    private @Nullable String parameters;

    @Option(
        names = "--address",
        paramLabel = "URL",
        defaultValue = "",
        description = "The executor that is to run it, as divan job list prints it.")
    private String address = "";

    @Override
    public void run() {
      Map<String, Object> said = new HashMap<>();
      said.put("id", id());
      said.put("address", address);
      if (parameters != null) {
        said.put("parameters", parameters);
      }
      JsonNode answer = console().put("/api/job/trigger", said);
      out().println("Job " + id() + " is fired: firings=" + answer.path("firings").asLong());
    }
  }

  /** Prints firings. */
  @Command(
      name = "firings",
      mixinStandardHelpOptions = true,
      description = "Prints what is under way of a job, then how its latest firings ended.")
  static final class Firings extends OfOne {
    @Override
    public void run() {
      JsonNode firings = console().get("/api/firings?job=" + id());
      if (firings.isEmpty()) {
        out().println("Job " + id() + " has not been fired.");
      }
      for (JsonNode each : firings) {
        out()
            .printf(
                "%d  %s  due %s, %d ms late  %s  %s  %s%n",
                each.path("id").asLong(),
                each.path("state").asText(),
                each.path("due").asText(),
                each.path("lateMillis").asLong(),
                each.path("cause").asText(),
                each.path("address").asText(),
                each.path("message").asText().lines().findFirst().orElse(""));
      }
    }
  }

  /** A command about one firing. */
  abstract static class OfFiring extends Asking {
    @Parameters(paramLabel = "FIRING", description = "As divan job firings prints it.")
    private long firing;

    long firing() {
      return firing;
    }
  }

  /** Prints a firing's log. */
  @Command(
      name = "log",
      mixinStandardHelpOptions = true,
      description = "Prints what a firing has written, from its executor.")
  static final class Log extends OfFiring {
    @Option(
        names = "--from",
        paramLabel = "LINE",
        defaultValue = "1",
        description = "The first line to print.")
    private int from;

    @Override
    public void run() {
      int next = from;
      while (true) {
        JsonNode page = console().get("/api/firing/log?id=" + firing() + "&from=" + next);
        int to = page.path("toLine").asInt();
        if (!page.path("exists").asBoolean() || to < next) {
          if (next == from) {
            out().println("Nothing is written yet. " + page.path("text").asText());
          }
          return;
        }
        out().println(page.path("text").asText());
        next = to + 1;
      }
    }
  }

  /** Ends a firing. */
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description = "Has the executor of a firing end what it runs of that job.")
  static final class Kill extends OfFiring {
    @Override
    public void run() {
      JsonNode answer = console().put("/api/firing/kill", Map.of("id", firing()));
      out()
          .println(
              "Its executor answers "
                  + answer.path("answer").asText()
                  + ". "
                  + answer.path("message").asText());
    }
  }

  /** Prints all jobs for a file. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Prints every job as a line of JSON, for divan job import.")
  static final class Export extends Asking {
    private static final int PAGE = 500;

    @Override
    public void run() {
      for (int page = 1; ; page++) {
        JsonNode jobs =
            console().get("/api/jobs/export?size=" + PAGE + "&page=" + page).path("jobs");
        jobs.forEach(each -> out().println(each));
        if (jobs.size() < PAGE) {
          return;
        }
      }
    }
  }

  /** Adds the jobs of a file. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Adds the jobs of a file that divan job export has written. They get new ids, by which"
              + " parents know their children.")
  static final class Import extends Asking {
    private static final int AT_ONCE = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "FILE", description = "A line of JSON for each job.")
    private Path file = Path.of("");

    private final Map<Long, Long> newIds = new HashMap<>();
    private final List<ObjectNode> parents = new ArrayList<>();
    private int added;

    @Override
    public void run() {
      List<ObjectNode> some = new ArrayList<>();
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            some.add((ObjectNode) JSON.readTree(line));
          }
          if (some.size() == AT_ONCE) {
            add(some);
            some.clear();
          }
        }
      } catch (IOException | ClassCastException e) {
        throw Failure.caused(
            Kind.USER,
            "job.file",
            file + " cannot be read: " + e.getMessage() + ". " + added + " jobs are added.",
            e);
      }
      add(some);
      parents.forEach(this::addChildren);
    }

    private void add(List<ObjectNode> some) {
      List<ObjectNode> alone = new ArrayList<>();
      for (ObjectNode each : some) {
        ObjectNode copy = each.deepCopy();
        copy.remove("children");
        alone.add(copy);
      }
      JsonNode ids = console().put("/api/jobs", Map.of("jobs", alone)).path("ids");
      for (int i = 0; i < some.size(); i++) {
        newIds.put(some.get(i).path("id").asLong(), ids.path(i).asLong());
      }
      some.stream().filter(each -> !each.path("children").isEmpty()).forEach(parents::add);
      added += some.size();
      out().println(added + " jobs are added.");
      out().flush();
    }

    private void addChildren(ObjectNode job) {
      List<Long> children = new ArrayList<>();
      job.path("children")
          .forEach(child -> {
            Long known = newIds.get(child.asLong());
            if (known != null) {
              children.add(known);
            }
          });
      Map<String, Object> said = new HashMap<>();
      job.properties().forEach(field -> said.put(field.getKey(), field.getValue()));
      said.put("id", newIds.getOrDefault(job.path("id").asLong(), 0L));
      said.put("children", children);
      console().put("/api/job", said);
    }
  }
}
