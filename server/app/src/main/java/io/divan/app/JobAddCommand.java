package io.divan.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds a job. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Adds a job, and lets time fire it.")
final class JobAddCommand extends JobCommand.Asking {
  @Option(names = "--name", paramLabel = "NAME", description = "For people; the handler's name.")
  private @Nullable String name;

  @Option(
      names = "--executor",
      defaultValue = "",
      paramLabel = "APP",
      description = "The name by which the applications register that run it.")
  private String executor = "";

  @Option(
      names = "--handler",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Which of their handlers does.")
  private String handler = "";

  @Option(
      names = "--form",
      paramLabel = "FORM",
      defaultValue = "CRON",
      description =
          "CRON, FIXED_RATE, FIXED_DELAY, ONCE, EVENT or NEVER, which is only when somebody asks;"
              + " ${DEFAULT-VALUE}.")
  private String form = "";

  @Option(
      names = "--when",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "A cron with seconds (\"0 30 2 * * ?\"), a period (90 or PT1M30S), or a moment"
              + " (2030-01-31T10:00:00Z), or an event's name.")
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

  @Option(
      names = "--from",
      paramLabel = "MOMENT",
      defaultValue = "",
      description = "It is not fired before (2030-01-31T10:00:00Z).")
  private String from = "";

  @Option(
      names = "--until",
      paramLabel = "MOMENT",
      defaultValue = "",
      description = "It is not fired after.")
  private String until = "";

  @Option(
      names = "--off-weekday",
      paramLabel = "DAY",
      description = "A day of the week on which it is not fired (SATURDAY); may be repeated.")
  private List<String> offWeekdays = List.of();

  @Option(
      names = "--off-date",
      paramLabel = "DATE",
      description = "A day on which it is not fired (2030-12-25); may be repeated.")
  private List<String> offDates = List.of();

  @Option(
      names = "--priority",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of firings that wait for an executor the highest goes first; -100 to 100.")
  private int priority;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "0",
      description = "Firings that may be under way at one time; 0 for any number.")
  private int atOnce;

  @Option(
      names = "--graph",
      paramLabel = "FILE",
      description =
          "A graph of jobs in JSON, instead of an executor and a handler; see docs/guide/jobs.md.")
  private @Nullable Path graph;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "A script that executors run instead of a handler, where job.scripts is on.")
  private @Nullable Path script;

  @Option(
      names = "--language",
      paramLabel = "GLUE",
      defaultValue = "GLUE_SHELL",
      description = "Of the script, as XXL-JOB names it; ${DEFAULT-VALUE}.")
  private String language = "";

  @Override
  public void run() {
    Map<String, Object> said = new HashMap<>();
    said.put("name", name == null ? usualName() : name);
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
    said.put("from", from);
    said.put("until", until);
    said.put("offWeekdays", offWeekdays);
    said.put("offDates", offDates);
    said.put("priority", priority);
    said.put("atOnce", atOnce);
    if (graph != null) {
      said.put("graph", json(graph));
    }
    if (script != null) {
      said.put("script", Map.of("language", language, "source", text(script)));
    }
    JsonNode answer = console().put("/api/job", said);
    out().println("Job " + answer.path("id").asLong() + " is added.");
  }

  private String usualName() {
    Path file = graph != null ? graph : script;
    return file != null ? file.getFileName().toString() : handler;
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(text(file));
    } catch (JsonProcessingException e) {
      throw Failure.caused(Kind.USER, "job.file", file + " is no JSON: " + e.getMessage(), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.caused(Kind.USER, "job.file", file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
