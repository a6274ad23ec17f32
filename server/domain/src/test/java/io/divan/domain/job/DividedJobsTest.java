package io.divan.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.domain.job.graph.Graph;
import io.divan.domain.job.graph.Graph.Condition;
import io.divan.domain.job.graph.Graph.Edge;
import io.divan.domain.job.graph.Graph.Node;
import io.divan.domain.job.graph.GraphRun.Phase;
import io.divan.domain.schedule.Schedule.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs that are graphs of others, jobs whose work is split, and what bounds them. */
class DividedJobsTest {
  private final JobBench bench = new JobBench();

  private long graph(String nodes, Edge... edges) {
    List<Node> all = new ArrayList<>();
    for (String name : nodes.split(" ")) {
      all.add(new Node(name, bench.add(JobBench.spec(name)), Optional.of(name)));
    }
    return bench.add(JobBench.graph(new Graph(all, List.of(edges))));
  }

  private static Edge edge(String from, String to) {
    return new Edge(from, to, Condition.SUCCESS, "");
  }

  private Phase phase(long run, String node) {
    return bench.jobs().run(run).orElseThrow().step(node).phase();
  }

  @Test
  void aGraphFiresItsJobsOneAfterTheOther() {
    bench.arrive("http://a/");
    long run = bench.trigger(graph("a b", edge("a", "b")));
    assertThat(bench.ran()).containsExactly("http://a/ a a");
    bench.end("a", FiringState.SUCCEEDED);
    assertThat(bench.ran()).containsExactly("http://a/ a a", "http://a/ b b");
    assertThat(bench.firing(run).state()).isEqualTo(FiringState.RUNNING);
    bench.end("b", FiringState.SUCCEEDED);
    assertThat(bench.firing(run).state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(bench.firing(run).message()).isEqualTo("2 nodes done");
  }

  @Test
  void aGraphOfTwelveNodesGoesOnFromWhereItFailed() {
    bench.arrive("http://a/");
    String names = "n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12";
    Edge[] edges =
        IntStream.range(1, 12).mapToObj(i -> edge("n" + i, "n" + (i + 1))).toArray(Edge[]::new);
    long run = bench.trigger(graph(names, edges));
    for (int i = 1; i <= 6; i++) {
      bench.end("n" + i, FiringState.SUCCEEDED);
    }
    bench.end("n7", FiringState.FAILED);
    assertThat(bench.firing(run).state()).isEqualTo(FiringState.FAILED);
    assertThat(bench.firing(run).message()).contains("n7");

    bench.restart(Duration.ofMinutes(1));
    bench.jobs().steer(JobBench.SOMEBODY, run, Steering.RESUME).join();
    assertThat(bench.ran()).as("only the one that failed").containsExactly("http://a/ n7 n7");
    for (int i = 7; i <= 12; i++) {
      bench.end("n" + i, FiringState.SUCCEEDED);
    }
    assertThat(bench.firing(run).state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(bench.ran()).hasSize(6);
    assertThat(bench.jobs().figures().active()).isZero();
  }

  @Test
  void aGraphIsPausedAndResumedAndKeptBySnapshots() {
    bench.arrive("http://a/");
    long run = bench.trigger(graph("a b", edge("a", "b")));
    bench.jobs().steer(JobBench.SOMEBODY, run, Steering.PAUSE).join();
    bench.end("a", FiringState.SUCCEEDED);
    assertThat(phase(run, "b")).isEqualTo(Phase.WAITING);
    bench.restartFromSnapshot();
    assertThat(phase(run, "a")).isEqualTo(Phase.SUCCEEDED);
    bench.jobs().steer(JobBench.SOMEBODY, run, Steering.RESUME).join();
    assertThat(phase(run, "b")).isEqualTo(Phase.RUNNING);
    bench.end("b", FiringState.SUCCEEDED);
    assertThat(bench.firing(run).state()).isEqualTo(FiringState.SUCCEEDED);
  }

  @Test
  void aNodeWithoutJobStopsTheGraphAndAPersonMayEndWhatRuns() {
    bench.arrive("http://a/");
    long graph =
        bench.add(
            JobBench.graph(new Graph(List.of(new Node("a", 99, Optional.empty())), List.of())));
    assertThat(bench.firing(bench.trigger(graph)).message()).contains("no job 99");

    long run = bench.trigger(graph("b"));
    bench.jobs().steer(JobBench.SOMEBODY, run, Steering.END).join();
    assertThat(bench.firing(run).message()).isEqualTo("Ended by ann.");
    bench.end("b", FiringState.SUCCEEDED);
    assertThat(bench.firing(run).state()).isEqualTo(FiringState.FAILED);
    assertThatThrownBy(() -> bench.jobs().steer(JobBench.SOMEBODY, run, Steering.END).join())
        .hasMessageContaining("FAILED");
  }

  private List<TakenChunk> take(String address, Set<Long> holding) {
    return bench.jobs().take(JobBench.APP, address, holding, 10, Duration.ZERO).join();
  }

  private void endChunk(long chunk, FiringState state) {
    bench.jobs().ended(List.of(new Callback(chunk, state, ""))).join();
  }

  @Test
  void splitWorkIsDoneByWhoeverTakesIt() {
    bench.arrive("http://a/");
    bench.arrive("http://b/");
    long firing = bench.trigger(bench.add(JobBench.spec("split")));
    bench.jobs().splitOff(firing, 0, List.of("x", "y", "z")).join();
    assertThat(take("http://b/", Set.of())).as("it is not done yet").isEmpty();
    bench.end("split", FiringState.SUCCEEDED);
    assertThat(bench.firing(firing).state()).isEqualTo(FiringState.RUNNING);

    List<TakenChunk> taken = take("http://b/", Set.of());
    assertThat(taken).extracting(each -> each.chunk().data()).containsExactly("x", "y", "z");
    assertThat(taken).allSatisfy(each -> assertThat(each.handler()).isEqualTo("split"));
    taken.forEach(each -> endChunk(each.logId(), FiringState.SUCCEEDED));
    assertThat(bench.firing(firing).state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(bench.firing(firing).message()).isEqualTo("3 of 3 chunks done in 1 level");
    assertThat(bench.jobs().levels(firing)).hasSize(1);
  }

  @Test
  void chunksOfWhoeverIsGoneOrForgotThemAreGivenOutAgain() {
    bench.arrive("http://a/");
    bench.jobs().beat(JobBench.APP, "http://b/").join();
    long firing = bench.trigger(bench.add(JobBench.spec("split")));
    bench.jobs().splitOff(firing, 0, List.of("x", "y")).join();
    bench.end("split", FiringState.SUCCEEDED);
    long old = take("http://b/", Set.of()).getFirst().logId();
    assertThat(take("http://a/", Set.of())).isEmpty();

    bench.clock().advance(Duration.ofMinutes(3)); // b is silent
    List<TakenChunk> taken = take("http://a/", Set.of());
    assertThat(taken).hasSize(2);
    endChunk(old, FiringState.SUCCEEDED);
    assertThat(bench.jobs().levels(firing).getFirst().done()).isZero();

    List<TakenChunk> again = take("http://a/", Set.of(taken.getFirst().logId()));
    assertThat(again).as("a has started anew, or never got it").hasSize(1);
    endChunk(taken.getFirst().logId(), FiringState.SUCCEEDED);
    endChunk(again.getFirst().logId(), FiringState.SUCCEEDED);
    assertThat(bench.firing(firing).state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(bench.firing(firing).message()).contains("3 given out again");
  }

  @Test
  void aSnapshotKeepsChunks() {
    bench.arrive("http://a/");
    long firing = bench.trigger(bench.add(JobBench.spec("split")));
    bench.jobs().splitOff(firing, 0, List.of("x", "y", "z")).join();
    bench.end("split", FiringState.SUCCEEDED);
    TakenChunk first =
        bench.jobs().take(JobBench.APP, "http://a/", Set.of(), 1, Duration.ZERO).join().getFirst();
    bench.jobs().splitOff(first.logId(), 0, List.of("x1")).join();
    bench.restartFromSnapshot();
    endChunk(first.logId(), FiringState.SUCCEEDED);
    assertThat(take("http://a/", Set.of()))
        .extracting(each -> each.chunk().data())
        .containsExactly("x1", "y", "z");
  }

  @Test
  void nobodySplitsWhatIsDone() {
    bench.arrive("http://a/");
    long firing = bench.trigger(bench.add(JobBench.spec("split")));
    bench.end("split", FiringState.SUCCEEDED);
    assertThatThrownBy(() -> bench.jobs().splitOff(firing, 0, List.of("x")).join())
        .hasMessageContaining("stop working on it");
    assertThat(take("http://newcomer/", Set.of())).isEmpty();
    assertThat(bench.jobs().executors().get(JobBench.APP)).containsKey("http://newcomer/");
  }

  @Test
  void whoeverWaitsForChunksGetsThemWhenTheyAreThere() {
    bench.arrive("http://a/");
    long firing = bench.trigger(bench.add(JobBench.spec("split")));
    var waiting =
        bench.jobs().take(JobBench.APP, "http://a/", Set.of(), 10, Duration.ofSeconds(10));
    bench.clock().advance(Duration.ofSeconds(1));
    assertThat(waiting).isNotDone();
    bench.jobs().splitOff(firing, 0, List.of("x")).join();
    bench.end("split", FiringState.SUCCEEDED);
    bench.clock().advance(Duration.ofMillis(100));
    assertThat(waiting.join()).hasSize(1);
  }

  @Test
  void noMoreFiringsOfAJobAreUnderWayThanItAllows() {
    bench.arrive("http://a/");
    long job = bench.add(JobBench.spec("few", new Limits(0, 2)));
    IntStream.range(0, 4).forEach(i -> bench.trigger(job));
    assertThat(bench.ran()).hasSize(2);
    bench.endOne("few");
    assertThat(bench.ran()).hasSize(3);
    bench.restart(Duration.ofSeconds(5));
    bench.endOne("few");
    assertThat(bench.ran()).as("two were under way before the restart").hasSize(1);
  }

  @Test
  void whatIsEndedWhileItWaitsIsNotSent() {
    bench.arrive("http://a/");
    long job = bench.add(JobBench.spec("few", new Limits(0, 1)));
    bench.trigger(job);
    long waiting = bench.trigger(job);
    bench.trigger(job);
    bench.jobs().steer(JobBench.SOMEBODY, waiting, Steering.END).join();
    bench.endOne("few");
    assertThat(bench.firing(waiting).state()).isEqualTo(FiringState.FAILED);
    assertThat(bench.ran()).as("the first and the third").hasSize(2);
    bench.endOne("few");
    assertThat(bench.jobs().figures().active()).isZero();
  }

  @Test
  void theMostUrgentGoesFirst() {
    bench.arrive("http://a/");
    bench.set("per-executor", "1");
    bench.trigger(bench.add(JobBench.spec("first")));
    bench.trigger(bench.add(JobBench.spec("low", new Limits(-1, 0))));
    bench.trigger(bench.add(JobBench.spec("high", new Limits(5, 0))));
    bench.end("first", FiringState.SUCCEEDED);
    bench.end("high", FiringState.SUCCEEDED);
    assertThat(bench.ran())
        .extracting(each -> each.split(" ")[1])
        .containsExactly("first", "high", "low");
  }

  @Test
  void anEventFiresWhoWaitsForIt() {
    bench.arrive("http://a/");
    long job = bench.add(JobBench.spec("paid", When.of(Form.EVENT, "orders/paid", "UTC")));
    var parameters = Optional.of("order=7");
    assertThat(bench.jobs().emit(JobBench.SOMEBODY, "orders/paid", parameters).join()).isOne();
    assertThat(bench.jobs().emit(JobBench.SOMEBODY, "orders/lost", parameters).join()).isZero();
    assertThat(bench.ran()).containsExactly("http://a/ paid order=7");
    bench.restartFromSnapshot();
    bench.jobs().switchTo(JobBench.SOMEBODY, job, false).join();
    assertThat(bench.jobs().emit(JobBench.SOMEBODY, "orders/paid", parameters).join()).isZero();
  }

  @Test
  void scriptsAreRefusedUnlessSwitchedOn() {
    assertThatThrownBy(() -> bench.add(JobBench.script("rm -rf /")))
        .hasMessageContaining("job.scripts");
  }
}
