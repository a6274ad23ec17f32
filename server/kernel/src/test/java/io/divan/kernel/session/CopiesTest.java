package io.divan.kernel.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.peer.ClusterSettings;
import io.divan.kernel.peer.Introduction;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.time.ManualClock;
import io.divan.process.Ports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sessions say, copied between two members over a real link. */
@Tag("cluster")
@Timeout(60)
class CopiesTest {
  private static final long HERE = 1;
  private static final long THERE = 2;

  private final List<Peers> open = new ArrayList<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Sessions here = new Sessions(HERE, clock);
  private final Sessions there = new Sessions(THERE, clock);
  private final Copies copies = here.copies("test", new Hearing());
  private final Copies theirs = there.copies("test", new Hearing());

  /** Takes down what is new: a link that has just come up may bring the same again. */
  private final class Hearing implements Copies.Listener {
    private final Map<SessionId, Long> versions = new ConcurrentHashMap<>();

    @Override
    public void said(SessionId session, long version, byte[] value) {
      if (!Objects.equals(versions.put(session, version), version)) {
        heard.add(session + " said " + new String(value, StandardCharsets.UTF_8));
      }
    }

    @Override
    public void gone(SessionId session) {
      heard.add(session + " is gone");
    }
  }

  @AfterEach
  void close() {
    open.forEach(Peers::close);
  }

  private static Member free() {
    return new Member("127.0.0.1", Ports.free());
  }

  private Peers peers(Member self, List<Member> all, long incarnation) {
    var settings =
        new ClusterSettings(
            all.stream().map(Member::toString).toList(),
            Optional.of(self.toString()),
            Optional.of("a secret of the test, long enough"),
            "copies",
            false);
    String id = Peers.clusterId(settings);
    Peers peers =
        Peers.open(settings, 1 << 20, () -> new Introduction(id, self, incarnation, Map.of(), 1));
    open.add(peers);
    return peers;
  }

  private static void publish(Copies copies, long node, long version, String text) {
    copies.publish(new SessionId(node, 7), version, () -> text.getBytes(StandardCharsets.UTF_8));
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(20, SECONDS));
  }

  @Test
  void aSingleServerKeepsNothing() {
    copies.publish(
        new SessionId(HERE, 7),
        1,
        () -> {
          throw new AssertionError("nobody is there to be told");
        });
  }

  @Test
  void whatIsSaidIsHeardUntilTheSessionOrItsProcessIsGone() throws Exception {
    List<Member> all = List.of(free(), free());
    Peers mine = peers(all.get(0), all, HERE);
    Peers other = peers(all.get(1), all, THERE);
    var lost = new CountDownLatch(2);
    Peers.Watcher losses =
        new Peers.Watcher() {
          @Override
          public void down(Member member) {
            lost.countDown();
          }
        };
    mine.watch(losses);
    other.watch(losses);
    here.connect(mine, Runnable::run, Runnable::run);
    there.connect(other, Runnable::run, Runnable::run);
    publish(copies, HERE, 1, "before the link");
    mine.keepLinksTo(all);
    other.keepLinksTo(all);
    assertThat(next()).isEqualTo("1-7 said before the link");
    publish(copies, HERE, 2, "after it");
    assertThat(next()).isEqualTo("1-7 said after it");
    copies.ended(new SessionId(HERE, 7));
    assertThat(next()).isEqualTo("1-7 is gone");
    publish(theirs, THERE, 1, "from there");
    assertThat(next()).isEqualTo("2-7 said from there");

    publish(copies, HERE, 3, "last words");
    assertThat(next()).isEqualTo("1-7 said last words");
    mine.close();
    assertThat(lost.await(20, SECONDS)).isTrue();
    clock.advance(Duration.ofSeconds(14));
    assertThat(heard).as("its clients may be on their way to another member").isEmpty();
    clock.advance(Duration.ofSeconds(3));
    assertThat(List.of(next(), next()))
        .as("either side forgets the other")
        .containsExactlyInAnyOrder("1-7 is gone", "2-7 is gone");
  }
}
