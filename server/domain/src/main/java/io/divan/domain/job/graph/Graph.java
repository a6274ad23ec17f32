package io.divan.domain.job.graph;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs in an order: a node runs a job once the edges that lead to it allow it. Several edges from a
 * node are a parallel gateway; several to a node wait for each other.
 */
public record Graph(List<Node> nodes, List<Edge> edges) {
  private static final int MOST_NODES = 500;
  private static final int MOST_EDGES = 5_000;
  private static final int LONGEST = 200;

  /**
   * One step.
   *
   * @param job which is fired for it
   * @param parameters instead of the job's own
   */
  public record Node(String name, long job, Optional<String> parameters) {}

  /**
   * That one node comes after another.
   *
   * @param result what the node before must have answered, for {@link Condition#RESULT}
   */
  public record Edge(String from, String to, Condition when, String result) {}

  /** Under which condition an edge is followed. */
  public enum Condition {
    SUCCESS,
    FAILURE,
    ALWAYS,
    /** It has succeeded with a certain message. */
    RESULT,
    /** It has succeeded, and with none of the messages that its other edges name. */
    OTHERWISE
  }

  /**
   * @throws Failure USER if it cannot be used: a name that is missing or twice, a circle
   */
  public Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
    check(!nodes.isEmpty() && nodes.size() <= MOST_NODES, "it has 1 to " + MOST_NODES + " nodes");
    check(edges.size() <= MOST_EDGES, "it has at most " + MOST_EDGES + " edges");
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      check(isName(node.name()), "each node has a name of at most " + LONGEST + " characters");
      check(names.add(node.name()), "two nodes are called \"" + node.name() + "\"");
      check(node.job() > 0, "node \"" + node.name() + "\" names the job it runs");
      check(
          node.parameters().orElse("").length() <= 10_000,
          "the parameters of node \"" + node.name() + "\" are too long");
    }
    for (Edge edge : edges) {
      check(names.contains(edge.from()), "no node is called \"" + edge.from() + "\"");
      check(names.contains(edge.to()), "no node is called \"" + edge.to() + "\"");
      check(edge.result().length() <= LONGEST, "a result is at most " + LONGEST + " characters");
    }
    check(isWithoutCircle(nodes, edges), "its edges lead in a circle");
  }

  private static boolean isName(String name) {
    return !name.isBlank() && name.length() <= LONGEST;
  }

  private static void check(boolean holds, String why) {
    if (!holds) {
      throw Failure.of(Kind.USER, "job.graph", "The graph cannot be used: " + why + ".");
    }
  }

  /** Takes away what nothing leads to until nothing is left (Kahn 1962). */
  private static boolean isWithoutCircle(List<Node> nodes, List<Edge> edges) {
    Map<String, Integer> incoming = new HashMap<>();
    nodes.forEach(node -> incoming.put(node.name(), 0));
    edges.forEach(edge -> incoming.merge(edge.to(), 1, Integer::sum));
    var free = new ArrayDeque<String>();
    incoming.forEach((name, count) -> {
      if (count == 0) {
        free.add(name);
      }
    });
    int taken = 0;
    for (String name = free.poll(); name != null; name = free.poll()) {
      taken++;
      for (Edge edge : edges) {
        if (edge.from().equals(name) && incoming.merge(edge.to(), -1, Integer::sum) == 0) {
          free.add(edge.to());
        }
      }
    }
    return taken == nodes.size();
  }

  List<Edge> edgesFrom(String node) {
    return edges.stream().filter(edge -> edge.from().equals(node)).toList();
  }

  List<Edge> edgesTo(String node) {
    return edges.stream().filter(edge -> edge.to().equals(node)).toList();
  }
}
