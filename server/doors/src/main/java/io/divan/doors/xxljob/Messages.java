package io.divan.doors.xxljob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.job.Callback;
import io.divan.domain.job.ExecutorCalls.Answer;
import io.divan.domain.job.ExecutorCalls.LogPage;
import io.divan.domain.job.ExecutorCalls.Reply;
import io.divan.domain.job.Firing;
import io.divan.domain.job.FiringState;
import io.divan.domain.job.Job;
import io.divan.domain.job.JobSpec;
import io.divan.domain.job.Script;
import io.divan.domain.job.TakenChunk;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * XXL-JOB's JSON in all its dialects at once: names that changed between versions are written in
 * both ways and read in either; both sides pass over what they do not know. Source: xxl-job-core
 * 2.4.2, 2.5.0 and 3.3.2, {@code biz.model} and {@code openapi.model}.
 */
final class Messages {
  static final int SUCCESS = 200;
  private static final int FAILURE = 500;
  private static final int TIMED_OUT = 502;
  private static final int MOST_CALLBACKS = 10_000;
  private static final int MOST_LINES = 2_000; // of a log, in one page
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Messages() {}

  static String done() {
    return answer(SUCCESS, "");
  }

  static String refused(String why) {
    return answer(FAILURE, why);
  }

  private static String answer(int code, String message) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("code", code).put("msg", message);
    answer.put("content", message).put("data", message); // 2.x and 3.x
    return answer.toString();
  }

  /** What an executor says of itself. */
  record Registration(String executor, String address) {}

  /**
   * @throws Failure USER if it is none
   */
  static Registration registration(String body) {
    JsonNode said = read(body);
    return new Registration(
        said.path("registryKey").asText(""), said.path("registryValue").asText(""));
  }

  /**
   * @throws Failure USER if these are none
   */
  static List<Callback> callbacks(String body) {
    JsonNode said = read(body);
    JsonNode list = said.isArray() ? said : said.path("callbackList");
    if (!list.isArray() || list.size() > MOST_CALLBACKS) {
      throw Failure.of(
          Kind.USER,
          "xxl-job.callbacks",
          "A list of at most " + MOST_CALLBACKS + " callbacks is expected.");
    }
    List<Callback> callbacks = new ArrayList<>();
    for (JsonNode each : list) {
      callbacks.add(
          new Callback(
              each.path("logId").asLong(),
              state(each.path("handleCode").asInt()),
              each.path("handleMsg").asText("")));
    }
    return callbacks;
  }

  private static FiringState state(int code) {
    return switch (code) {
      case SUCCESS -> FiringState.SUCCEEDED;
      case TIMED_OUT -> FiringState.TIMED_OUT;
      default -> FiringState.FAILED;
    };
  }

  static String run(Firing firing, Job job) {
    ObjectNode order = order(firing.job(), firing.id(), job.spec().handler(), filledIn(firing));
    order
        .put("executorBlockStrategy", job.spec().block().name())
        .put("executorTimeout", seconds(job.spec()))
        .put("glueType", job.spec().script().map(each -> each.language().name()).orElse("BEAN"))
        .put("glueSource", job.spec().script().map(Script::source).orElse(""))
        .put("glueUpdatetime", job.spec().script().isEmpty() ? 0 : job.changed().toEpochMilli())
        .put("broadcastIndex", firing.shard())
        .put("broadcastTotal", firing.shards());
    return withTime(order, firing.logged());
  }

  private static ObjectNode order(long job, long logId, String handler, String parameters) {
    return MAPPER
        .createObjectNode()
        .put("jobId", job)
        .put("logId", logId)
        .put("executorHandler", handler)
        .put("executorParams", parameters);
  }

  /** With what only a firing knows, by the names that SOFAStack's scheduler has for it. */
  private static String filledIn(Firing firing) {
    String text = firing.parameters();
    return text.contains("${")
        ? text.replace("${triggerTime}", Long.toString(firing.due().toEpochMilli()))
            .replace("${sharding}", Integer.toString(firing.shard()))
            .replace("${shardingCount}", Integer.toString(firing.shards()))
        : text;
  }

  private static long seconds(JobSpec job) {
    return job.timeout().plusMillis(999).toSeconds();
  }

  static String ofJob(long job) {
    return MAPPER.createObjectNode().put("jobId", job).toString();
  }

  static String log(Instant logged, long firing, int fromLine) {
    ObjectNode question = MAPPER.createObjectNode();
    question.put("logId", firing).put("fromLineNum", fromLine);
    return withTime(question, logged);
  }

  /** The day of it names the folder of the executor's log, so it is the same each time. */
  private static String withTime(ObjectNode message, Instant logged) {
    long millis = logged.toEpochMilli();
    return message.put("logDateTime", millis).put("logDateTim", millis).toString();
  }

  /**
   * @throws Failure UNKNOWN if it is none
   */
  static Reply reply(String body) {
    JsonNode said = readAnswer(body);
    String message = said.path("msg").asText("");
    if (said.path("code").asInt() == SUCCESS) {
      return new Reply(Answer.YES, message);
    }
    // "repeate" is how executors write it.
    boolean repeated = message.startsWith("repeate trigger job");
    return new Reply(repeated ? Answer.REPEATED : Answer.NO, message);
  }

  /** Whether an executor does not know what it was asked for by that path. */
  static boolean isUnknownPath(Reply reply) {
    return reply.answer() == Answer.NO && reply.message().contains("uri-mapping");
  }

  /**
   * @throws Failure UNKNOWN if it is none
   */
  static LogPage logPage(String body, int fromLine) {
    JsonNode said = readAnswer(body);
    JsonNode page = said.hasNonNull("data") ? said.path("data") : said.path("content");
    if (said.path("code").asInt() != SUCCESS || !page.isObject()) {
      throw Failure.of(
          Kind.UNAVAILABLE, "xxl-job.no-log", "The executor says: " + said.path("msg").asText(""));
    }
    String text = page.path("logContent").asText("");
    int toLine = page.path("toLineNum").asInt();
    boolean missing = toLine == 0 && text.startsWith("readLog fail");
    if (missing) {
      return new LogPage(false, fromLine, 0, text, false);
    }
    List<String> lines = text.lines().limit(MOST_LINES).toList();
    int last = lines.isEmpty() ? toLine : Math.min(toLine, fromLine + lines.size() - 1);
    return new LogPage(true, fromLine, last, String.join("\n", lines), false);
  }

  /** Work that is split off; no message of XXL-JOB's (adr 9). */
  record SplitOff(long holder, int part, List<String> chunks) {}

  /**
   * @throws Failure USER if it is none
   */
  static SplitOff splitOff(String body) {
    JsonNode said = read(body);
    List<String> chunks = new ArrayList<>();
    said.path("chunks").forEach(each -> chunks.add(each.asText()));
    return new SplitOff(said.path("logId").asLong(), said.path("part").asInt(), chunks);
  }

  /** An executor's wish for chunks; no message of XXL-JOB's either. */
  record Pull(String executor, String address, Set<Long> holding, int most) {}

  /**
   * @throws Failure USER if it is none
   */
  static Pull pull(String body) {
    JsonNode said = read(body);
    Set<Long> holding = new HashSet<>();
    said.path("holding").forEach(each -> holding.add(each.asLong()));
    if (holding.size() > MOST_CALLBACKS) {
      throw Failure.of(Kind.USER, "xxl-job.holding", "Report what is done before asking for more.");
    }
    return new Pull(
        said.path("registryKey").asText(""),
        said.path("registryValue").asText(""),
        holding,
        said.path("most").asInt(1));
  }

  /** Each like an order to run, with its level beside it. */
  static String chunks(List<TakenChunk> taken) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("code", SUCCESS).put("msg", "");
    for (TakenChunk each : taken) {
      answer
          .withArray("data")
          .add(
              order(each.job(), each.logId(), each.handler(), each.chunk().data())
                  .put("firing", each.firing())
                  .put("level", each.chunk().level())
                  .put("attempt", each.chunk().attempt()));
    }
    return answer.toString();
  }

  private static JsonNode read(String body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node != null && node.isContainerNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw Failure.caused(Kind.USER, "xxl-job.no-json", "The body is not JSON.", e);
    }
    throw Failure.of(Kind.USER, "xxl-job.no-json", "The body is no JSON object or list.");
  }

  private static JsonNode readAnswer(String body) {
    try {
      return read(body);
    } catch (Failure e) {
      throw Failure.caused(
          Kind.UNKNOWN, "xxl-job.unreadable", "The executor's answer is no JSON.", e);
    }
  }
}
