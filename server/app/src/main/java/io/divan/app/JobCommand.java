package io.divan.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
      JobAddCommand.class,
      JobCommand.Remove.class,
      JobCommand.Pause.class,
      JobCommand.Resume.class,
      JobCommand.Run.class,
      JobCommand.Firings.class,
      JobCommand.Log.class,
      JobCommand.Kill.class,
      JobCommand.Show.class,
      JobCommand.Hold.class,
      JobCommand.Continue.class,
      JobCommand.End.class,
      JobCommand.Emit.class,
      JobExportCommand.class,
      JobImportCommand.class,
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
                "%d  %s  %s  %s  next %s  %d succeeded, %d failed, %d under way%n",
                each.path("id").asLong(),
                each.path("name").asText(),
                whatIsRun(each),
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

  private static String whatIsRun(JsonNode job) {
    String executor = job.path("executor").asText();
    return executor.isEmpty() ? "a graph" : job.path("handler").asText() + " on " + executor;
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

  /** Prints how far a graph or split work has come. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a firing, the nodes of a graph, the levels of split work.")
  static final class Show extends OfFiring {
    @Override
    public void run() {
      JsonNode view = console().get("/api/firing/run?id=" + firing());
      JsonNode of = view.path("firing");
      out()
          .printf(
              "%d  job %d  %s%s  %s%n",
              of.path("id").asLong(),
              of.path("job").asLong(),
              of.path("state").asText(),
              view.path("paused").asBoolean() ? ", held" : "",
              of.path("message").asText());
      for (JsonNode each : view.path("nodes")) {
        out()
            .printf(
                "  %-9s  %s  job %d  %s%n",
                each.path("phase").asText(),
                each.path("name").asText(),
                each.path("job").asLong(),
                each.path("message").asText());
      }
      int level = 1;
      for (JsonNode each : view.path("levels")) {
        out()
            .printf(
                "  level %d: %d chunks, %d done, %d failed%n",
                level++,
                each.path("made").asLong(),
                each.path("done").asLong(),
                each.path("failed").asLong());
      }
    }
  }

  private static void steer(OfFiring command, String steering, String done) {
    command
        .console()
        .put("/api/firing/steer", Map.of("id", command.firing(), "steering", steering));
    command.out().println("Firing " + command.firing() + " " + done + ".");
  }

  /** Holds a graph or split work. */
  @Command(
      name = "hold",
      mixinStandardHelpOptions = true,
      description = "Lets no further node of a graph, or chunk of split work, begin.")
  static final class Hold extends OfFiring {
    @Override
    public void run() {
      steer(this, "PAUSE", "is held");
    }
  }

  /** Lets it go on. */
  @Command(
      name = "continue",
      mixinStandardHelpOptions = true,
      description = "Lets what is held go on, or a graph from the nodes at which it stopped.")
  static final class Continue extends OfFiring {
    @Override
    public void run() {
      steer(this, "RESUME", "goes on");
    }
  }

  /** Gives a firing up. */
  @Command(
      name = "end",
      mixinStandardHelpOptions = true,
      description =
          "Counts a firing as failed, whatever its executor does; divan job kill asks that first.")
  static final class End extends OfFiring {
    @Override
    public void run() {
      steer(this, "END", "is ended");
    }
  }

  /** Reports an event. */
  @Command(
      name = "emit",
      mixinStandardHelpOptions = true,
      description = "Fires the jobs that wait for an event.")
  static final class Emit extends Asking {
    @Parameters(paramLabel = "EVENT", description = "As the jobs write it.")
    private String event = "";

    @Option(names = "--parameters", paramLabel = "TEXT", description = "Instead of the jobs' own.")
    private @Nullable String parameters;

    @Override
    public void run() {
      Map<String, Object> said = new HashMap<>();
      said.put("event", event);
      if (parameters != null) {
        said.put("parameters", parameters);
      }
      JsonNode answer = console().put("/api/event", said);
      out().println("Event " + event + ": firings=" + answer.path("firings").asLong());
    }
  }
}
