package io.divan.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs that come from elsewhere: many are added at once, then those that name others by their ids,
 * which are new here.
 */
final class ArrivingJobs {
  private static final int AT_ONCE = 1_000;

  private final ConsoleClient console;
  private final PrintWriter out;
  private final boolean paused;
  private final Map<Long, Long> newIds = new HashMap<>();
  private final List<ObjectNode> waiting = new ArrayList<>();
  private final List<ObjectNode> parents = new ArrayList<>();
  private final List<ObjectNode> graphs = new ArrayList<>();
  private int added;
  private int leftOut;

  ArrivingJobs(ConsoleClient console, PrintWriter out, boolean paused) {
    this.console = console;
    this.out = out;
    this.paused = paused;
  }

  int added() {
    return added;
  }

  /** A job as {@code divan job export} writes it. */
  void add(ObjectNode job) {
    if (paused) {
      job.put("on", false);
    }
    if (job.path("graph").isObject()) {
      graphs.add(job);
      return;
    }
    if (!job.path("children").isEmpty()) {
      parents.add(job);
    }
    waiting.add(job);
    if (waiting.size() == AT_ONCE) {
      addWaiting();
    }
  }

  /** A job that cannot be brought in. */
  void leftOut(String job, String why) {
    leftOut++;
    out.println("left out: " + job + ": " + why);
  }

  /** Adds what has waited, and says how many that were. */
  void end() {
    addWaiting();
    for (ObjectNode each : graphs) {
      ObjectNode graph = each.withObject("graph");
      for (JsonNode node : graph.path("nodes")) {
        if (node instanceof ObjectNode named) {
          named.put("job", newIds.getOrDefault(named.path("job").asLong(), 0L));
        }
      }
      addAlone(each);
    }
    parents.forEach(this::nameChildren);
    out.println(added + " jobs are added" + (leftOut > 0 ? ", " + leftOut + " are not." : "."));
  }

  private void addWaiting() {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      List<ObjectNode> alone = waiting.stream().map(ArrivingJobs::withoutChildren).toList();
      JsonNode ids = console.put("/api/jobs", Map.of("jobs", alone)).path("ids");
      for (int i = 0; i < waiting.size(); i++) {
        note(waiting.get(i), ids.path(i).asLong());
      }
      out.println(added + " jobs are added …");
      out.flush();
    } catch (Failure e) {
      if (e.kind() != Kind.USER) {
        throw e;
      }
      waiting.forEach(this::addAlone); // which of them it is
    }
    waiting.clear();
  }

  private void addAlone(ObjectNode job) {
    try {
      JsonNode answer = console.put("/api/job", fields(withoutChildren(job), 0));
      note(job, answer.path("id").asLong());
    } catch (Failure e) {
      leftOut("job " + job.path("id").asLong() + ", " + job.path("name").asText(), e.explanation());
    }
  }

  private static ObjectNode withoutChildren(ObjectNode job) {
    ObjectNode copy = job.deepCopy();
    copy.remove("children");
    return copy;
  }

  private static Map<String, Object> fields(ObjectNode job, long id) {
    Map<String, Object> fields = new HashMap<>();
    job.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.put("id", id);
    return fields;
  }

  private void note(ObjectNode job, long id) {
    newIds.put(job.path("id").asLong(), id);
    added++;
  }

  private void nameChildren(ObjectNode job) {
    Long id = newIds.get(job.path("id").asLong());
    if (id == null) {
      return; // left out
    }
    ObjectNode renamed = job.deepCopy();
    ArrayNode children = renamed.putArray("children");
    for (JsonNode child : job.path("children")) {
      Long known = newIds.get(child.asLong());
      if (known == null) {
        out.println(
            "job "
                + id
                + " ("
                + job.path("name").asText()
                + ") had a child "
                + child.asLong()
                + " that is not among them");
      } else {
        children.add(known);
      }
    }
    console.put("/api/job", fields(renamed, id));
  }
}
