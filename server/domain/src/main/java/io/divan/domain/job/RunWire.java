package io.divan.domain.job;

import io.divan.domain.job.graph.Graph;
import io.divan.domain.job.graph.Graph.Condition;
import io.divan.domain.job.graph.Graph.Edge;
import io.divan.domain.job.graph.Graph.Node;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.graph.GraphRun.Phase;
import io.divan.domain.job.graph.GraphRun.Step;
import io.divan.domain.job.split.Chunk;
import io.divan.domain.job.split.Split;
import io.divan.domain.job.split.Split.Counts;
import io.divan.domain.job.split.Split.Level;
import io.divan.domain.job.split.Split.Taken;
import io.divan.domain.job.split.Split.Terms;
import io.divan.domain.job.wire.GraphEdge;
import io.divan.domain.job.wire.GraphNode;
import io.divan.domain.job.wire.JobRecord;
import io.divan.domain.job.wire.StoredChunk;
import io.divan.domain.job.wire.StoredGraphRun;
import io.divan.domain.job.wire.StoredLevel;
import io.divan.domain.job.wire.StoredPart;
import io.divan.domain.job.wire.StoredSplit;
import io.divan.domain.job.wire.StoredStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Graphs, their runs and split work, to and from their written form. */
final class RunWire {
  private RunWire() {}

  static List<GraphNode> nodes(Graph graph) {
    return graph.nodes().stream()
        .map(node -> {
          var to = GraphNode.newBuilder().setName(node.name()).setJob(node.job());
          node.parameters().ifPresent(to::setParameters);
          return to.build();
        })
        .toList();
  }

  static List<GraphEdge> edges(Graph graph) {
    return graph.edges().stream()
        .map(edge ->
            GraphEdge.newBuilder()
                .setFrom(edge.from())
                .setTo(edge.to())
                .setWhen(edge.when().name())
                .setResult(edge.result())
                .build())
        .toList();
  }

  static Graph graph(List<GraphNode> nodes, List<GraphEdge> edges) {
    return new Graph(
        nodes.stream()
            .map(node ->
                new Node(
                    node.getName(),
                    node.getJob(),
                    node.hasParameters() ? Optional.of(node.getParameters()) : Optional.empty()))
            .toList(),
        edges.stream()
            .map(edge ->
                new Edge(
                    edge.getFrom(),
                    edge.getTo(),
                    Condition.valueOf(edge.getWhen()),
                    edge.getResult()))
            .toList());
  }

  static StoredGraphRun write(long firing, GraphRun run) {
    var to =
        StoredGraphRun.newBuilder()
            .setFiring(firing)
            .addAllNodes(nodes(run.graph()))
            .addAllEdges(edges(run.graph()))
            .setPaused(run.isPaused());
    run.steps()
        .forEach((node, step) ->
            to.addSteps(
                StoredStep.newBuilder()
                    .setNode(node)
                    .setPhase(step.phase().name())
                    .setOpen(step.open())
                    .setFailing(step.failing())
                    .setMessage(step.message())));
    return to.build();
  }

  static GraphRun read(StoredGraphRun from) {
    Map<String, Step> steps = new LinkedHashMap<>();
    from.getStepsList()
        .forEach(step ->
            steps.put(
                step.getNode(),
                new Step(
                    Phase.valueOf(step.getPhase()),
                    step.getOpen(),
                    step.getFailing(),
                    step.getMessage())));
    return GraphRun.restored(
        graph(from.getNodesList(), from.getEdgesList()), steps, from.getPaused());
  }

  /** The split, then its chunks and parts, each in the order in which it is kept. */
  static List<JobRecord> write(Split split) {
    List<JobRecord> records = new ArrayList<>();
    records.add(JobRecord.newBuilder().setSplit(head(split)).build());
    split.forEachWaiting(chunk -> records.add(record(write(chunk))));
    split.forEachLater(chunk ->
        records.add(record(write(chunk).setNotBeforeMicros(Wire.micros(chunk.notBefore())))));
    split
        .taken()
        .forEach((id, taken) ->
            records.add(record(write(taken.chunk()).setLogId(id).setAddress(taken.address()))));
    split.forEachPart((holder, chunks) ->
        records.add(
            JobRecord.newBuilder()
                .setPart(StoredPart.newBuilder().setHolder(holder).addAllChunks(chunks))
                .build()));
    return records;
  }

  private static StoredSplit head(Split split) {
    Terms terms = split.terms();
    Counts counts = split.counts();
    var to =
        StoredSplit.newBuilder()
            .setFiring(terms.firing())
            .setJob(terms.job())
            .setExecutor(terms.executor())
            .setHandler(terms.handler())
            .setRetries(terms.retries())
            .setRetryDelayMillis(terms.retryDelay().toMillis())
            .setRootDone(counts.isRootDone())
            .setPaused(counts.paused())
            .setAgain(counts.again())
            .setComplaint(counts.complaint());
    for (Level level : split.levels()) {
      to.addLevels(
          StoredLevel.newBuilder()
              .setMade(level.made())
              .setDone(level.done())
              .setFailed(level.failed()));
    }
    return to.build();
  }

  private static StoredChunk.Builder write(Chunk chunk) {
    return StoredChunk.newBuilder()
        .setNumber(chunk.number())
        .setLevel(chunk.level())
        .setAttempt(chunk.attempt())
        .setData(chunk.data());
  }

  private static JobRecord record(StoredChunk.Builder chunk) {
    return JobRecord.newBuilder().setChunk(chunk).build();
  }

  /** With no chunks: those follow. */
  static Split read(StoredSplit from) {
    var split =
        new Split(
            new Terms(
                from.getFiring(),
                from.getJob(),
                from.getExecutor(),
                from.getHandler(),
                from.getRetries(),
                Duration.ofMillis(from.getRetryDelayMillis())));
    split.restore(
        new Counts(from.getRootDone(), from.getPaused(), from.getAgain(), from.getComplaint()),
        from.getLevelsList().stream()
            .map(level -> new Level(level.getMade(), level.getDone(), level.getFailed()))
            .toList());
    return split;
  }

  static void restore(Split split, StoredChunk from) {
    Instant notBefore =
        from.hasNotBeforeMicros() ? Wire.instant(from.getNotBeforeMicros()) : Instant.EPOCH;
    var chunk =
        new Chunk(from.getNumber(), from.getLevel(), from.getAttempt(), notBefore, from.getData());
    if (from.getLogId() != 0) {
      split.restoreTaken(from.getLogId(), new Taken(chunk, from.getAddress()));
    } else if (from.hasNotBeforeMicros()) {
      split.restoreLater(chunk);
    } else {
      split.restoreWaiting(chunk);
    }
  }
}
