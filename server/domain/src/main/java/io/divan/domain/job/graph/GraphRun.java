package io.divan.domain.job.graph;

import io.divan.domain.job.graph.Graph.Condition;
import io.divan.domain.job.graph.Graph.Edge;
import io.divan.domain.job.graph.Graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far one run of a graph has come. A node begins once every edge to it is decided and one of
 * them is followed; it is skipped if none is. What comes after a node that has failed, and whose
 * failure no edge is for, waits until it is tried again.
 */
public final class GraphRun {
  private final Graph graph;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private boolean paused;

  /** How far a node has come. */
  public enum Phase {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    SKIPPED
  }

  /**
   * A node's part of a run.
   *
   * @param open its firings that are not done
   * @param failing whether one of them has failed
   * @param message in the words of whoever ended last
   */
  public record Step(Phase phase, int open, boolean failing, String message) {
    static final Step NEW = new Step(Phase.WAITING, 0, false, "");
  }

  private enum Decision {
    OPEN,
    FOLLOWED,
    DEAD
  }

  public GraphRun(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(node -> steps.put(node.name(), Step.NEW));
  }

  /** As it was written. */
  public static GraphRun restored(Graph graph, Map<String, Step> steps, boolean paused) {
    var run = new GraphRun(graph);
    run.steps.putAll(steps);
    run.paused = paused;
    return run;
  }

  public GraphRun copy() {
    return restored(graph, steps, paused);
  }

  public Graph graph() {
    return graph;
  }

  /** By the nodes' names, in the graph's order. */
  public Map<String, Step> steps() {
    return Collections.unmodifiableMap(steps);
  }

  public boolean isPaused() {
    return paused;
  }

  /** Lets no further node begin, or lets them again. */
  public void pause(boolean now) {
    paused = now;
  }

  /** The nodes that may begin now; what cannot be reached any more is skipped. */
  public List<Node> ready() {
    return paused ? List.of() : reachable();
  }

  private List<Node> reachable() {
    List<Node> ready = new ArrayList<>();
    boolean skipped = true;
    while (skipped) {
      ready.clear();
      skipped = false;
      for (Node node : graph.nodes()) {
        List<Decision> decisions = graph.edgesTo(node.name()).stream().map(this::decision).toList();
        if (phase(node.name()) != Phase.WAITING || decisions.contains(Decision.OPEN)) {
          continue;
        }
        if (decisions.isEmpty() || decisions.contains(Decision.FOLLOWED)) {
          ready.add(node);
        } else {
          set(node.name(), new Step(Phase.SKIPPED, 0, false, ""));
          skipped = true;
        }
      }
    }
    return ready;
  }

  private Decision decision(Edge edge) {
    return switch (phase(edge.from())) {
      case WAITING, RUNNING -> Decision.OPEN;
      case SKIPPED -> Decision.DEAD;
      case SUCCEEDED -> followedIf(isMet(edge));
      case FAILED ->
          isHandled(edge.from())
              ? followedIf(edge.when() == Condition.FAILURE || edge.when() == Condition.ALWAYS)
              : Decision.OPEN;
    };
  }

  private static Decision followedIf(boolean met) {
    return met ? Decision.FOLLOWED : Decision.DEAD;
  }

  private boolean isMet(Edge edge) {
    return switch (edge.when()) {
      case SUCCESS, ALWAYS -> true;
      case FAILURE -> false;
      case RESULT -> isResult(edge);
      case OTHERWISE ->
          graph.edgesFrom(edge.from()).stream()
              .filter(each -> each.when() == Condition.RESULT)
              .noneMatch(this::isResult);
    };
  }

  private boolean isResult(Edge edge) {
    return step(edge.from()).message().equals(edge.result());
  }

  private boolean isHandled(String node) {
    return graph.edgesFrom(node).stream()
        .anyMatch(each -> each.when() == Condition.FAILURE || each.when() == Condition.ALWAYS);
  }

  /** A node has begun with so many firings. */
  public void began(String node, int firings) {
    set(node, new Step(Phase.RUNNING, firings, false, ""));
  }

  /** A node could not begin. */
  public void cannotBegin(String node, String why) {
    set(node, new Step(Phase.FAILED, 0, true, why));
  }

  /** One of a node's firings is done. */
  public void ended(String node, boolean success, String message) {
    Step before = step(node);
    if (before.phase() != Phase.RUNNING) {
      return;
    }
    int open = before.open() - 1;
    boolean failing = before.failing() || !success;
    Phase phase = open > 0 ? Phase.RUNNING : failing ? Phase.FAILED : Phase.SUCCEEDED;
    String kept = before.failing() && success ? before.message() : message;
    set(node, new Step(phase, open, failing, kept));
  }

  /** Whether nothing runs and nothing more can begin. */
  public boolean isOver() {
    return steps.values().stream().noneMatch(step -> step.phase() == Phase.RUNNING)
        && reachable().isEmpty();
  }

  /** The nodes at which it stopped. */
  public List<String> stoppedAt() {
    return graph.nodes().stream()
        .map(Node::name)
        .filter(name -> phase(name) == Phase.FAILED && !isHandled(name))
        .toList();
  }

  /** In words, for people. */
  public String summary() {
    List<String> stopped = stoppedAt();
    if (!stopped.isEmpty()) {
      String first = stopped.get(0);
      return "Stopped at \"" + first + "\": " + step(first).message();
    }
    long done = steps.values().stream().filter(each -> each.phase() != Phase.SKIPPED).count();
    long skipped = steps.size() - done;
    return done + " nodes done" + (skipped > 0 ? ", " + skipped + " skipped" : "");
  }

  /** Lets it go on from where it stopped: what has failed begins anew, what is done stays done. */
  public void goOn() {
    paused = false;
    stoppedAt().forEach(name -> set(name, Step.NEW));
  }

  private Phase phase(String node) {
    return step(node).phase();
  }

  /** A node's part. */
  public Step step(String node) {
    return steps.getOrDefault(node, Step.NEW);
  }

  private void set(String node, Step step) {
    steps.put(node, step);
  }
}
