package io.divan.kernel.peer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.process.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The link between members, on real sockets; strangers included. */
@Tag("cluster")
@Timeout(60)
class LinkTest {
  private static final String SECRET = "a secret that both of them know, really";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int LARGEST = 1024 * 1024;

  private final List<Peers> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Peers::close);
  }

  private Peers peers(Member self, List<Member> all, String secret, String cluster) {
    var settings =
        new ClusterSettings(
            all.stream().map(Member::toString).toList(),
            Optional.of(self.toString()),
            Optional.of(secret),
            cluster,
            false);
    String id = Peers.clusterId(settings);
    Peers peers =
        Peers.open(
            settings, LARGEST, () -> new Introduction(id, self, self.port(), Map.of(self, 1L), 1));
    open.add(peers);
    return peers;
  }

  private static List<Member> two() throws IOException {
    return List.of(free(), free());
  }

  private static Member free() {
    return new Member("127.0.0.1", Ports.free());
  }

  /** Completes when the first has a link to the other. */
  private static void link(Peers from, Member to) throws InterruptedException {
    var up = new CountDownLatch(1);
    from.watch(
        new Peers.Watcher() {
          @Override
          public void up(Introduction member) {
            up.countDown();
          }
        });
    from.keepLinksTo(List.of(to));
    assertThat(up.await(LIMIT.toSeconds(), SECONDS)).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String ask(Peers from, Member to, Topic topic, byte[] question) throws Exception {
    byte[] answer = from.call(to, topic, question, LIMIT).get(LIMIT.toSeconds(), SECONDS);
    return new String(answer, StandardCharsets.UTF_8);
  }

  @Test
  void aQuestionIsAnsweredAndAFailureIsCarriedOver() throws Exception {
    List<Member> all = two();
    Peers asking = peers(all.get(0), all, SECRET, "a");
    Peers answering = peers(all.get(1), all, SECRET, "a");
    answering.offer(
        Topic.MEMBERSHIP,
        Runnable::run,
        (from, question) ->
            question.length == 0
                ? CompletableFuture.failedFuture(Failure.of(Kind.CONFLICT, "test.no", "Not empty."))
                : CompletableFuture.completedFuture(bytes(from + " said " + question.length)));
    link(asking, all.get(1));
    assertThat(ask(asking, all.get(1), Topic.MEMBERSHIP, bytes("four")))
        .isEqualTo(all.get(0) + " said 4");
    assertThatThrownBy(() -> ask(asking, all.get(1), Topic.MEMBERSHIP, new byte[0]))
        .hasCauseInstanceOf(Failure.class)
        .hasMessageContaining("Not empty.");
    assertThatThrownBy(() -> ask(asking, all.get(1), Topic.RAFT, new byte[0]))
        .hasMessageContaining("starting");
    assertThat(asking.heardFrom(all.get(1)).orElseThrow().incarnation())
        .isEqualTo(all.get(1).port());
  }

  @Test
  void aMessageBeyondTheLimitEndsTheLinkAndItComesBack() throws Exception {
    List<Member> all = two();
    Peers asking = peers(all.get(0), all, SECRET, "a");
    Peers answering = peers(all.get(1), all, SECRET, "a");
    answering.offer(
        Topic.MEMBERSHIP,
        Runnable::run,
        (from, question) -> CompletableFuture.completedFuture(bytes("small")));
    link(asking, all.get(1));
    assertThatThrownBy(() -> ask(asking, all.get(1), Topic.MEMBERSHIP, new byte[LARGEST + 1]))
        .hasMessageContaining("not reached");
    link(asking, all.get(1));
    assertThat(ask(asking, all.get(1), Topic.MEMBERSHIP, bytes("x"))).isEqualTo("small");
  }

  @Test
  void whoDoesNotKnowTheSecretOrIsOfAnotherClusterIsRefused() throws Exception {
    List<Member> all = List.of(free(), free(), free());
    Peers here = peers(all.get(0), all, SECRET, "a");
    Peers wrongSecret = peers(all.get(1), all, "another secret, known to nobody else", "a");
    Peers otherCluster = peers(all.get(2), all, SECRET, "b");
    var reached = new CountDownLatch(1);
    for (Peers stranger : List.of(wrongSecret, otherCluster)) {
      stranger.watch(
          new Peers.Watcher() {
            @Override
            public void up(Introduction member) {
              reached.countDown();
            }
          });
      stranger.keepLinksTo(List.of(all.get(0)));
    }
    here.keepLinksTo(all);
    assertThat(reached.await(2, SECONDS)).as("a stranger was let in").isFalse();
    assertThat(here.links()).containsOnlyKeys(all.get(1), all.get(2)).doesNotContainValue(true);
  }

  @Test
  void strangersBytesAreEndedAndTheMembersGoOn() throws Exception {
    List<Member> all = two();
    Peers asking = peers(all.get(0), all, SECRET, "a");
    Peers answering = peers(all.get(1), all, SECRET, "a");
    answering.offer(
        Topic.MEMBERSHIP,
        Runnable::run,
        (from, question) -> CompletableFuture.completedFuture(bytes("served")));
    link(asking, all.get(1));
    var random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] junk = new byte[random.nextInt(4_000) + 1];
      random.nextBytes(junk);
      assertThat(isEndedAfter(all.get(1).port(), junk)).isTrue();
    }
    assertThat(ask(asking, all.get(1), Topic.MEMBERSHIP, bytes("x"))).isEqualTo("served");
  }

  /** Whether the other side ends a connection on which these bytes were sent. */
  private static boolean isEndedAfter(int port, byte[] junk) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(junk);
      out.flush();
      while (socket.getInputStream().read() >= 0) {
        // an alert before the end
      }
      return true;
    } catch (SocketException e) {
      return true; // reset: ended as well
    }
  }

  @Test
  void theKeyIsTheSecretsAndNothingElses() {
    LinkKey key = LinkKey.of(SECRET, "a");
    assertThat(LinkKey.of(SECRET, "a").certificate().getPublicKey())
        .isEqualTo(key.certificate().getPublicKey());
    assertThat(LinkKey.of(SECRET + "!", "a").certificate().getPublicKey())
        .isNotEqualTo(key.certificate().getPublicKey());
    assertThat(LinkKey.of(SECRET, "b").certificate().getPublicKey())
        .isNotEqualTo(key.certificate().getPublicKey());
    assertThat(key.toString()).doesNotContain(SECRET);
  }

  @Test
  void settingsSayWhatIsMissing() {
    assertThatThrownBy(() -> settings(Optional.of("a:1"), Optional.empty()))
        .hasMessageContaining("cluster.secret");
    assertThatThrownBy(() -> settings(Optional.of("a:1"), Optional.of("short")))
        .hasMessageContaining("32");
    assertThatThrownBy(() -> settings(Optional.empty(), Optional.of(SECRET)))
        .hasMessageContaining("cluster.node");
    assertThatThrownBy(() -> settings(Optional.of("c"), Optional.of(SECRET)))
        .hasMessageContaining("names none");
    assertThat(settings(Optional.of("b"), Optional.of(SECRET)).self())
        .isEqualTo(new Member("b", Member.DEFAULT_PORT));
  }

  private static ClusterSettings settings(Optional<String> node, Optional<String> secret) {
    return new ClusterSettings(List.of("a:1", "b"), node, secret, "x", false);
  }
}
