package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.job.graph.Graph;
import io.divan.domain.job.graph.Graph.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A graph of jobs as pages, the command line and files write it. */
record GraphForm(List<NodeForm> nodes, List<EdgeForm> edges) {

  /**
   * A node.
   *
   * @param parameters null for the job's own
   */
  record NodeForm(String name, long job, @Nullable String parameters) {}

  record EdgeForm(String from, String to, String when, String result) {}

  static GraphForm of(Graph graph) {
    return new GraphForm(
        graph.nodes().stream()
            .map(node -> new NodeForm(node.name(), node.job(), node.parameters().orElse(null)))
            .toList(),
        graph.edges().stream()
            .map(edge -> new EdgeForm(edge.from(), edge.to(), edge.when().name(), edge.result()))
            .toList());
  }

  static GraphForm of(JsonNode said) {
    List<NodeForm> nodes = new ArrayList<>();
    said.path("nodes")
        .forEach(node ->
            nodes.add(
                new NodeForm(
                    node.path("name").asText(""),
                    node.path("job").asLong(),
                    node.hasNonNull("parameters") ? node.path("parameters").asText() : null)));
    List<EdgeForm> edges = new ArrayList<>();
    said.path("edges")
        .forEach(edge ->
            edges.add(
                new EdgeForm(
                    edge.path("from").asText(""),
                    edge.path("to").asText(""),
                    edge.path("when").asText(Condition.SUCCESS.name()),
                    edge.path("result").asText(""))));
    return new GraphForm(nodes, edges);
  }

  /**
   * @throws io.divan.kernel.failure.Failure USER if it cannot be used
   */
  Graph graph() {
    return new Graph(
        nodes.stream()
            .map(node ->
                new Graph.Node(node.name(), node.job(), Optional.ofNullable(node.parameters())))
            .toList(),
        edges.stream()
            .map(edge ->
                new Graph.Edge(
                    edge.from(),
                    edge.to(),
                    JobForm.one(Condition.values(), edge.when()),
                    edge.result()))
            .toList());
  }
}
