package io.divan.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.time.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final Sessions sessions = new Sessions(1, clock);
  private final Client client = new Client();
  private final Session session =
      sessions.open("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), client);
  private int state;
  private boolean followed = true;
  private final Notices<String> notices =
      new Notices<>(
          sessions,
          clock,
          Runnable::run,
          (id, subject) -> followed ? Optional.of(subject + state) : Optional.empty());

  private void change(int newState) {
    state = newState;
    notices.changed(session.id(), "s");
  }

  @Test
  void anIdleSessionIsToldAtOnce() {
    change(1);
    assertThat(client.got).containsExactly("s1");
  }

  @Test
  void changesDuringANoticeAreToldTogetherOnceItIsAcknowledged() {
    change(1);
    change(2);
    change(3);
    assertThat(client.got).containsExactly("s1");

    client.acknowledge();
    assertThat(client.got).containsExactly("s1", "s3");
    client.acknowledge();
    assertThat(client.got).containsExactly("s1", "s3");
    assertThat(notices.underWay()).isZero();
  }

  @Test
  void subjectsDoNotWaitForEachOther() {
    notices.changed(session.id(), "a");
    notices.changed(session.id(), "b");
    assertThat(client.got).containsExactly("a0", "b0");
  }

  @Test
  void aNoticeThatIsNotAcknowledgedIsSentAgainAndWritesTheNewestState() {
    change(1);
    state = 2;
    clock.advance(Duration.ofMillis(3_499));
    assertThat(client.got).containsExactly("s1");
    clock.advance(Duration.ofMillis(1));
    assertThat(client.got).containsExactly("s1", "s2");
    client.acknowledge();
    clock.advance(Duration.ofMinutes(5));
    assertThat(client.got).hasSize(2);
  }

  @Test
  void aSessionThatNeverAcknowledgesIsClosed() {
    change(1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(client.got).hasSize(8);
    assertThat(client.closed).isTrue();
    assertThat(notices.underWay()).isZero();
  }

  @Test
  void anEndedSessionIsForgotten() {
    change(1);
    sessions.ended(session);
    clock.advance(Duration.ofMinutes(1));
    assertThat(client.got).hasSize(1);
    assertThat(notices.underWay()).isZero();
  }

  @Test
  void whatIsNoLongerFollowedIsNotSent() {
    followed = false;
    change(1);
    assertThat(client.got).isEmpty();
    assertThat(notices.underWay()).isZero();
  }

  @Test
  void aClientThatAnswersAtOnceWithAnErrorIsTriedAgain() {
    client.refusing = true;
    change(1);
    client.refusing = false;
    clock.advance(Duration.ofMillis(500));
    assertThat(client.got).containsExactly("s1", "s1");
  }

  private static final class Client implements Session.Channel {
    private final List<Object> got = new ArrayList<>();
    private CompletableFuture<Object> pending = new CompletableFuture<>();
    private boolean refusing;
    private boolean closed;

    @Override
    public CompletableFuture<Object> deliver(Object message) {
      got.add(message);
      if (refusing) {
        return CompletableFuture.failedFuture(Failure.of(Kind.EXTERNAL, "test.no", "no"));
      }
      pending = new CompletableFuture<>();
      return pending;
    }

    void acknowledge() {
      pending.complete("ok");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
