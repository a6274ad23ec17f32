package io.divan.domain.job.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.domain.job.graph.Graph.Condition;
import io.divan.domain.job.graph.Graph.Edge;
import io.divan.domain.job.graph.Graph.Node;
import io.divan.domain.job.graph.GraphRun.Phase;
import io.divan.kernel.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphRunTest {
  private static GraphRun run(String nodes, Edge... edges) {
    return new GraphRun(graph(nodes, edges));
  }

  private static Graph graph(String nodes, Edge... edges) {
    return new Graph(
        Arrays.stream(nodes.split(" ")).map(name -> new Node(name, 1, Optional.empty())).toList(),
        List.of(edges));
  }

  private static Edge edge(String from, String to) {
    return edge(from, to, Condition.SUCCESS, "");
  }

  private static Edge edge(String from, String to, Condition when, String result) {
    return new Edge(from, to, when, result);
  }

  /** Begins what is ready; returns the names. */
  private static List<String> begin(GraphRun run) {
    List<String> ready = run.ready().stream().map(Node::name).toList();
    ready.forEach(name -> run.began(name, 1));
    return ready;
  }

  @Test
  void branchesRunSideBySideAndAreWaitedFor() {
    GraphRun run = run("a b c d", edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d"));
    assertThat(begin(run)).containsExactly("a");
    run.ended("a", true, "");
    assertThat(begin(run)).containsExactly("b", "c");
    run.ended("c", true, "");
    assertThat(begin(run)).isEmpty();
    assertThat(run.isOver()).isFalse();
    run.ended("b", true, "");
    assertThat(begin(run)).containsExactly("d");
    run.ended("d", true, "");
    assertThat(run.isOver()).isTrue();
    assertThat(run.stoppedAt()).isEmpty();
  }

  @Test
  void aResultChoosesTheBranchAndTheOthersAreSkipped() {
    GraphRun run =
        run(
            "check yes no other end",
            edge("check", "yes", Condition.RESULT, "approved"),
            edge("check", "no", Condition.RESULT, "denied"),
            edge("check", "other", Condition.OTHERWISE, ""),
            edge("yes", "end"),
            edge("no", "end"),
            edge("other", "end"));
    begin(run);
    run.ended("check", true, "denied");
    assertThat(begin(run)).containsExactly("no");
    run.ended("no", true, "");
    assertThat(begin(run)).containsExactly("end");
    assertThat(run.step("yes").phase()).isEqualTo(Phase.SKIPPED);
    assertThat(run.step("other").phase()).isEqualTo(Phase.SKIPPED);
  }

  @Test
  void aFailureThatAnEdgeIsForIsNoEnd() {
    GraphRun run = run("a b c", edge("a", "b"), edge("a", "c", Condition.FAILURE, ""));
    begin(run);
    run.ended("a", false, "broken");
    assertThat(begin(run)).containsExactly("c");
    run.ended("c", true, "");
    assertThat(run.isOver()).isTrue();
    assertThat(run.stoppedAt()).isEmpty();
    assertThat(run.step("b").phase()).isEqualTo(Phase.SKIPPED);
  }

  @Test
  void itStopsBehindAFailureWhileOtherBranchesGoOnAndGoesOnFromThere() {
    GraphRun run = run("a b c d", edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d"));
    begin(run);
    run.ended("a", true, "");
    begin(run);
    run.ended("b", false, "broken");
    assertThat(run.isOver()).as("c runs").isFalse();
    run.ended("c", true, "");
    assertThat(run.isOver()).isTrue();
    assertThat(run.stoppedAt()).containsExactly("b");
    assertThat(run.summary()).contains("b").contains("broken");

    run.goOn();
    assertThat(begin(run)).containsExactly("b");
    run.ended("b", true, "");
    assertThat(begin(run)).containsExactly("d");
    run.ended("d", true, "");
    assertThat(run.isOver()).isTrue();
    assertThat(run.stoppedAt()).isEmpty();
  }

  @Test
  void aBroadcastIsDoneOnceAllItsFiringsAre() {
    GraphRun run = run("a b", edge("a", "b"));
    run.ready();
    run.began("a", 3);
    run.ended("a", true, "");
    run.ended("a", false, "broken");
    assertThat(run.step("a").phase()).isEqualTo(Phase.RUNNING);
    run.ended("a", true, "");
    assertThat(run.step("a").phase()).isEqualTo(Phase.FAILED);
    assertThat(run.step("a").message()).isEqualTo("broken");
  }

  @Test
  void whatIsPausedBeginsNothing() {
    GraphRun run = run("a b", edge("a", "b"));
    begin(run);
    run.pause(true);
    run.ended("a", true, "");
    assertThat(run.ready()).isEmpty();
    assertThat(run.isOver()).as("b may still begin").isFalse();
    run.pause(false);
    assertThat(begin(run)).containsExactly("b");
  }

  @Test
  void whatCannotBeUsedIsRefused() {
    assertThatThrownBy(() -> graph("a b", edge("a", "b"), edge("b", "a")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("circle");
    assertThatThrownBy(() -> graph("a a")).hasMessageContaining("two nodes");
    assertThatThrownBy(() -> graph("a", edge("a", "x"))).hasMessageContaining("\"x\"");
  }
}
