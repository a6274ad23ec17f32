package io.divan.kernel.session;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.Clock.Wakeup;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells sessions that something they follow has changed.
 *
 * <p>A notice leaves at once when none is under way for the same session and subject. While one is,
 * changes wait for its acknowledgement and are then told together: the message is written when it
 * is sent, so the newest state wins and a slow client is never behind by more than one message. A
 * notice that is not acknowledged is sent again, ever later, and in the end the session is closed,
 * because a client that no longer listens must come back and ask.
 *
 * @param <S> what is followed; equal subjects are the same
 */
public final class Notices<S> {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(3);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 8;

  private final Sessions sessions;
  private final Clock clock;
  private final Executor executor;
  private final Writer<S> writer;
  private final ConcurrentHashMap<Target<S>, Notice> underWay = new ConcurrentHashMap<>();

  /** Writes what a session is told. */
  public interface Writer<S> {
    /** The message as things stand now, or nothing if the session no longer follows the subject. */
    Optional<Object> write(SessionId session, S subject);
  }

  private record Target<S>(SessionId session, S subject) {}

  /** One session's notices of one subject; fields are touched inside {@code compute} only. */
  private static final class Notice {
    private boolean changedSince;
    private int failures;
  }

  /**
   * @param executor where messages are written; {@link #changed} only hands over to it
   */
  public Notices(Sessions sessions, Clock clock, Executor executor, Writer<S> writer) {
    this.sessions = sessions;
    this.clock = clock;
    this.executor = executor;
    this.writer = writer;
  }

  /** How many notices are under way or waiting to be sent again. */
  public int underWay() {
    return underWay.size();
  }

  /** Says that a subject has changed and that a session is to hear of it. */
  public void changed(SessionId session, S subject) {
    var target = new Target<>(session, subject);
    var fresh = new Notice();
    Notice notice =
        underWay.compute(
            target,
            (key, current) -> {
              if (current != null) {
                current.changedSince = true;
                return current;
              }
              return fresh;
            });
    if (notice == fresh) {
      executor.execute(() -> send(target));
    }
  }

  private void send(Target<S> target) {
    underWay.computeIfPresent(
        target,
        (key, notice) -> {
          notice.changedSince = false;
          return notice;
        });
    Optional<Object> message;
    try {
      message = writer.write(target.session(), target.subject());
    } catch (RuntimeException e) { // a defect in writing one message must not silence the others
      log.error("A notice cannot be written: subject={}", target.subject(), e);
      underWay.remove(target);
      return;
    }
    if (message.isEmpty()) {
      underWay.remove(target);
      return;
    }
    CompletableFuture<Object> answer = sessions.deliver(target.session(), message.get());
    if (answer.isDone()) {
      answer.whenComplete((ignored, error) -> answered(target, error));
      return;
    }
    Wakeup late = clock.after(ACKNOWLEDGED_WITHIN, () -> answer.completeExceptionally(late()));
    answer.whenComplete((ignored, error) -> {
      late.cancel();
      answered(target, error);
    });
  }

  private static Failure late() {
    return Failure.of(
        Kind.UNAVAILABLE,
        "session.not-acknowledged",
        "No acknowledgement within " + ACKNOWLEDGED_WITHIN.toMillis() + " ms.");
  }

  private void answered(Target<S> target, @Nullable Throwable error) {
    Optional<Session> session = sessions.find(target.session());
    if (session.isEmpty()) {
      underWay.remove(target);
    } else if (error == null) {
      acknowledged(target);
    } else {
      failed(target, session.get(), error);
    }
  }

  private void acknowledged(Target<S> target) {
    Notice more =
        underWay.computeIfPresent(
            target,
            (key, notice) -> {
              notice.failures = 0;
              return notice.changedSince ? notice : null;
            });
    if (more != null) {
      executor.execute(() -> send(target));
    }
  }

  private void failed(Target<S> target, Session session, Throwable error) {
    int[] failures = new int[1];
    underWay.computeIfPresent(
        target,
        (key, notice) -> {
          failures[0] = ++notice.failures;
          return notice;
        });
    if (failures[0] >= ATTEMPTS) {
      log.warn(
          "Closes a session that does not acknowledge: door={} client={} subject={} last=\"{}\"",
          session.door(),
          session.client(),
          target.subject(),
          error.getMessage());
      underWay.remove(target);
      session.close();
      return;
    }
    Duration pause = Duration.ofMillis(250L << failures[0]);
    clock.after(
        pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause,
        () -> executor.execute(() -> send(target)));
  }
}
