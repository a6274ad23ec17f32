package io.divan.kernel.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.log.Logs.Node;
import io.divan.kernel.peer.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log kept by three members: real JRaft, real TLS links, real disks, one process. */
@Tag("cluster")
@Timeout(120)
class ThreeLogsTest {
  @TempDir Path folder;
  private Logs logs;

  @BeforeEach
  void choosePorts() throws Exception {
    logs = new Logs(folder, 3);
  }

  private void start(Map<String, String> settings) {
    logs.startAll(settings);
  }

  @AfterEach
  void close() {
    logs.close();
  }

  @Test
  void aChangeMadeAnywhereIsAppliedEverywhere() throws Exception {
    start(Map.of());
    long expected = 0;
    for (Node node : logs.nodes().values()) {
      assertThat(get(node.add(5))).isEqualTo(expected += 5);
      assertThat(node.sum()).isEqualTo(expected);
    }
    for (Node node : logs.nodes().values()) {
      Logs.await("all have all", () -> node.sum() == 15);
    }
    assertThat(
            logs.nodes().values().stream().filter(n -> n.heard().contains("owes Added[amount=5]")))
        .as("only the leader does what is owed")
        .hasSize(1);
  }

  @Test
  void theFeatureLevelRisesToWhatAllUnderstand() {
    start(Map.of());
    for (Node node : logs.nodes().values()) {
      Logs.await(
          node.member() + " knows of the newest level",
          () -> node.log().status().featureLevel() == FeatureLevel.SUPPORTED);
    }
  }

  @Test
  void whoChangesNodesReadsWhatWasWrittenElsewhere() throws Exception {
    start(Map.of());
    Node leader = logs.leader();
    for (int i = 1; i <= 50; i++) {
      get(leader.add(1));
      Node follower = logs.follower();
      get(follower.counting().caughtUp());
      assertThat(follower.sum()).isEqualTo(i);
    }
  }

  @Test
  void whatALeaderDiesWithIsDoneOnceByTheNext() throws Exception {
    start(Map.of("proposal-limit", "30s"));
    Node follower = logs.follower();
    List<CompletableFuture<Long>> changes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      changes.add(follower.add(1));
      if (i == 150) {
        logs.stop(logs.leader());
      }
    }
    for (CompletableFuture<Long> change : changes) {
      get(change);
    }
    assertThat(follower.sum()).isEqualTo(300);
    assertThat(changes.stream().map(CompletableFuture::join).sorted().distinct()).hasSize(300);
  }

  @Test
  void aStoppedMemberCatchesUpWhenItReturns() throws Exception {
    start(Map.of());
    Node gone = logs.follower();
    logs.stop(gone);
    Node leader = logs.leader();
    for (int i = 0; i < 100; i++) {
      get(leader.add(1));
    }
    Node back = logs.start(gone.member());
    assertThat(back.sum()).isEqualTo(100);
  }

  @Test
  void aMemberThatMissedTheLogGetsASnapshot() throws Exception {
    start(Map.of("segment-size", "4KB", "snapshot-every", "8KB"));
    Node gone = logs.follower();
    logs.stop(gone);
    Node leader = logs.leader();
    for (int i = 0; i < 1_000; i++) {
      get(leader.add(1));
    }
    Logs.await("the log was shortened", () -> leader.log().status().firstIndex() > 500);
    Node back = logs.start(gone.member());
    assertThat(back.sum()).isEqualTo(1_000);
    assertThat(get(back.add(1))).isEqualTo(1_001);
  }

  @Test
  void withoutAMajorityChangesAreRefusedAndReadingGoesOn() throws Exception {
    start(Map.of("proposal-limit", "500ms"));
    get(logs.leader().add(7));
    Node follower = logs.follower();
    Logs.await("it is everywhere", () -> follower.sum() == 7);
    for (Node node : List.copyOf(logs.nodes().values())) {
      if (!node.equals(follower)) {
        logs.stop(node);
      }
    }
    assertThatThrownBy(() -> get(follower.add(1)))
        .hasMessageMatching(".*(No node leads the group|Nobody can tell).*");
    assertThat(follower.sum()).isEqualTo(7);
  }

  @Test
  void aDeadMemberIsReplacedByAnEmptyOne() throws Exception {
    start(Map.of());
    get(logs.leader().add(3));
    Node dead = logs.follower();
    logs.stop(dead);
    Node leader = logs.leader();
    get(leader.log().membership().orElseThrow().remove(dead.member()));
    Member fresh = Logs.free();
    List<Member> all = new ArrayList<>(logs.nodes().keySet());
    all.add(fresh);
    CompletableFuture<Node> joining = logs.starting(fresh, all, true);
    Logs.await(
        "the newcomer listens",
        () -> Files.exists(folder.resolve("node-" + fresh.port()).resolve("vote")));
    get(logs.follower().log().membership().orElseThrow().add(fresh));
    Node joined = logs.started(joining);
    assertThat(joined.sum()).isEqualTo(3);
    assertThat(get(joined.add(1))).isEqualTo(4);
    assertThat(joined.log().membership().orElseThrow().standings())
        .filteredOn(Membership.Standing::voting)
        .extracting(Membership.Standing::member)
        .containsExactlyElementsOf(all.stream().sorted(Comparator.naturalOrder()).toList());
  }

  @Test
  void aMemberThatLostItsDataIsNotTakenForItself() throws Exception {
    start(Map.of());
    Node wiped = logs.follower();
    logs.stop(wiped);
    Path data = folder.resolve("node-" + wiped.member().port());
    try (var files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertThatThrownBy(() -> logs.start(wiped.member()))
        .hasMessageContaining("the data directory of this node is empty")
        .hasMessageContaining("divan cluster remove " + wiped.member());
    assertThatThrownBy(() -> logs.started(logs.starting(wiped.member(), logs.members(), true)))
        .hasMessageContaining("still counted as a member");

    get(logs.leader().log().membership().orElseThrow().remove(wiped.member()));
    CompletableFuture<Node> joining = logs.starting(wiped.member(), logs.members(), true);
    Logs.await("the newcomer listens", () -> Files.exists(data.resolve("vote")));
    get(logs.leader().log().membership().orElseThrow().add(wiped.member()));
    assertThat(get(logs.started(joining).add(1))).isEqualTo(1);
  }

  @Test
  void theLeadCanBeHandedOver() throws Exception {
    start(Map.of());
    Node follower = logs.follower();
    get(logs.leader().log().membership().orElseThrow().transfer(follower.member()));
    Logs.await("the other leads", follower::leads);
    assertThat(get(follower.add(1))).isEqualTo(1);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(60, SECONDS);
  }
}
