package io.divan.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.domain.schedule.Schedule.Form;
import io.divan.kernel.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs with a log, a clock and executors of the test. */
class JobsTest extends JobBench {
  private Firing latest() {
    return jobs.firings(Optional.empty(), 1).getFirst();
  }

  private void end(FiringState state) {
    for (Firing each : jobs.firings(Optional.empty(), 100)) {
      if (each.state() == FiringState.RUNNING) {
        jobs.ended(List.of(new Callback(each.id(), state, "so it went"))).join();
      }
    }
  }

  @Test
  void aCronFiresAndItsExecutorSaysHowItEnded() {
    arrive("http://a/");
    long job = add(spec(everyMinute(), Route.FIRST));
    clock.advance(Duration.ofSeconds(59));
    assertThat(executors.ran).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(executors.ran).containsExactly("http://a/ nightly a=1");
    assertThat(latest().state()).isEqualTo(FiringState.RUNNING);
    assertThat(latest().due()).isEqualTo(Instant.parse("2026-01-01T12:01:00Z"));
    end(FiringState.SUCCEEDED);
    assertThat(latest().state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(latest().message()).isEqualTo("so it went");
    assertThat(jobs.job(job).orElseThrow().succeeded()).isEqualTo(1);
    assertThat(jobs.figures().active()).isZero();
  }

  @Test
  void whatIsPausedOrRemovedIsNotFired() {
    arrive("http://a/");
    long paused = add(spec(everyMinute(), Route.FIRST));
    long removed = add(spec(everyMinute(), Route.FIRST));
    jobs.switchTo(SOMEBODY, paused, false).join();
    jobs.remove(SOMEBODY, removed).join();
    clock.advance(Duration.ofMinutes(3));
    assertThat(executors.ran).isEmpty();
    jobs.switchTo(SOMEBODY, paused, true).join();
    clock.advance(Duration.ofMinutes(1));
    assertThat(executors.ran).hasSize(1);
  }

  @Test
  void aFiringWithoutExecutorsFails() {
    trigger(add(spec(never(), Route.ROUND)));
    assertThat(latest().state()).isEqualTo(FiringState.FAILED);
    assertThat(latest().message()).contains("No executor is registered as \"reports\"");
  }

  @Test
  void whatMayHaveBeenSentBeforeARestartIsAskedForAndNotRunTwice() {
    arrive("http://a/");
    executors.failing.put("http://a/", Failure.of(Failure.Kind.UNKNOWN, "test", "time-out"));
    trigger(add(spec(never(), Route.FIRST)));
    assertThat(latest().state()).isEqualTo(FiringState.DISPATCHED);

    executors.failing.clear();
    executors.begun.add(latest().id());
    restart(Duration.ofSeconds(2));
    assertThat(executors.ran).isEmpty();
    assertThat(latest().state()).isEqualTo(FiringState.RUNNING);
  }

  @Test
  void whatHasNotArrivedIsSentAgainUnderTheSameId() {
    arrive("http://a/");
    executors.failing.put("http://a/", Failure.of(Failure.Kind.UNKNOWN, "test", "time-out"));
    trigger(add(spec(never(), Route.FIRST)));
    long id = latest().id();
    executors.failing.clear();
    restart(Duration.ofSeconds(2));
    assertThat(executors.ran).hasSize(1);
    assertThat(latest().id()).isEqualTo(id);
    assertThat(latest().state()).isEqualTo(FiringState.RUNNING);
  }

  @Test
  void whoeverNeverAnswersMakesTheFiringFailInTheEnd() {
    arrive("http://a/");
    executors.failing.put("http://a/", Failure.of(Failure.Kind.UNKNOWN, "test", "time-out"));
    trigger(add(spec(never(), Route.FIRST)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(latest().state()).isEqualTo(FiringState.FAILED);
    assertThat(latest().message()).contains("not known").contains("time-out");
    assertThat(executors.ran).as("once, and five times again").hasSize(6);
  }

  @Test
  void whatWasDueWhileNoServerRanIsFiredLateEachTime() {
    arrive("http://a/");
    add(spec(When.of(Form.CRON, "0/5 * * * * ?", "UTC"), Route.FIRST));
    restart(Duration.ofSeconds(16));
    clock.advance(Duration.ofMillis(100));
    assertThat(jobs.firings(Optional.empty(), 10))
        .extracting(each -> each.due().getEpochSecond() % 60)
        .containsExactly(5L, 10L, 15L);
  }

  @Test
  void whatIsMissedByFarIsLeftOutOrFiredOnce() {
    arrive("http://a/");
    long left = add(spec(everyMinute(), Route.FIRST));
    long once = add(spec(everyMinute(), Route.FIRST, Misfire.FIRE_ONCE, 0, List.of()));
    restart(Duration.ofMinutes(10).plusSeconds(40));
    clock.advance(Duration.ofSeconds(1));
    assertThat(jobs.firings(Optional.of(left), 10)).isEmpty();
    assertThat(jobs.firings(Optional.of(once), 10)).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(jobs.firings(Optional.of(left), 10)).hasSize(1);
    assertThat(jobs.firings(Optional.of(once), 10)).hasSize(2);
  }

  @Test
  void oneWhoIsAliveOrIdleIsAskedFor() {
    arrive("http://a/");
    arrive("http://b/");
    executors.failing.put("http://a/", Failure.of(Failure.Kind.UNAVAILABLE, "test", "refused"));
    trigger(add(spec(never(), Route.FAILOVER)));
    assertThat(executors.ran).containsExactly("http://b/ nightly a=1");

    executors.failing.clear();
    executors.busy.add("http://a/");
    trigger(add(spec(never(), Route.BUSYOVER)));
    assertThat(executors.ran).last().isEqualTo("http://b/ nightly a=1");
    executors.busy.add("http://b/");
    trigger(add(spec(never(), Route.BUSYOVER)));
    assertThat(jobs.firings(Optional.empty(), 10))
        .anySatisfy(each -> assertThat(each.message()).contains("idle"));
  }

  @Test
  void aBroadcastGoesToEachWithItsNumber() {
    arrive("http://a/");
    arrive("http://b/");
    arrive("http://c/");
    trigger(add(spec(never(), Route.SHARDING_BROADCAST)));
    assertThat(jobs.firings(Optional.empty(), 10))
        .extracting(each -> each.address() + " " + each.shard() + "/" + each.shards())
        .containsExactly("http://a/ 0/3", "http://b/ 1/3", "http://c/ 2/3");
    assertThat(executors.ran).hasSize(3);
  }

  @Test
  void whatFailsIsFiredAgainAfterEverLongerPauses() {
    arrive("http://a/");
    trigger(add(spec(never(), Route.FIRST, Misfire.SKIP, 2, List.of())));
    end(FiringState.FAILED);
    clock.advance(Duration.ofSeconds(9));
    assertThat(executors.ran).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(executors.ran).hasSize(2);
    end(FiringState.TIMED_OUT);
    clock.advance(Duration.ofSeconds(20));
    assertThat(executors.ran).hasSize(3);
    end(FiringState.FAILED);
    clock.advance(Duration.ofHours(1));
    assertThat(executors.ran).hasSize(3);
  }

  @Test
  void whatCannotBeReachedFailsAtOnceAndIsTriedElsewhere() {
    arrive("http://a/");
    arrive("http://b/");
    executors.failing.put("http://a/", Failure.of(Failure.Kind.UNAVAILABLE, "test", "refused"));
    trigger(add(spec(never(), Route.ROUND, Misfire.SKIP, 1, List.of())));
    clock.advance(Duration.ofSeconds(10));
    assertThat(executors.ran).last().isEqualTo("http://b/ nightly a=1");
  }

  @Test
  void successFiresChildrenAndFailureDoesNot() {
    arrive("http://a/");
    long child = add(spec(never(), Route.FIRST));
    long parent = add(spec(never(), Route.FIRST, Misfire.SKIP, 0, List.of(child)));
    trigger(parent);
    end(FiringState.FAILED);
    assertThat(jobs.firings(Optional.of(child), 10)).isEmpty();
    trigger(parent);
    end(FiringState.SUCCEEDED);
    assertThat(jobs.firings(Optional.of(child), 10)).hasSize(1);
    assertThat(jobs.firings(Optional.of(child), 10).getFirst().cause()).isEqualTo(Cause.PARENT);
  }

  @Test
  void whatNobodyGetsThroughWithIsFiredOnlyWhenThereIsRoom() {
    set("max-active", "3");
    arrive("http://a/");
    add(spec(When.of(Form.CRON, "* * * * * ?", "UTC"), Route.FIRST));
    clock.advance(Duration.ofSeconds(10));
    assertThat(jobs.figures().active()).isEqualTo(3);
    end(FiringState.SUCCEEDED);
    clock.advance(Duration.ofSeconds(2));
    assertThat(jobs.figures().active()).isEqualTo(3);
    assertThat(jobs.firings(Optional.empty(), 10))
        .extracting(each -> each.due().getEpochSecond() % 60)
        .as("late, and none left out")
        .containsExactly(5L, 6L, 7L, 4L, 3L, 2L);
  }

  @Test
  void aDelayIsCountedFromTheEnd() {
    arrive("http://a/");
    add(spec(When.of(Form.FIXED_DELAY, "10", "UTC"), Route.FIRST));
    clock.advance(Duration.ofSeconds(10));
    assertThat(executors.ran).hasSize(1);
    clock.advance(Duration.ofSeconds(60));
    assertThat(executors.ran).hasSize(1);
    end(FiringState.SUCCEEDED);
    clock.advance(Duration.ofSeconds(9));
    assertThat(executors.ran).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(executors.ran).hasSize(2);
  }

  @Test
  void theSameIntentTwiceIsOneFiring() {
    arrive("http://a/");
    long job = add(spec(everyMinute(), Route.FIRST));
    Instant due = clock.now().plusSeconds(60);
    var intent =
        new JobCommand.Intent(job, Cause.SCHEDULE, due, due, Optional.empty(), "http://a/");
    assertThat(replica.submit(SOMEBODY, new JobCommand.Fire(List.of(intent))).join()).isOne();
    assertThat(replica.submit(SOMEBODY, new JobCommand.Fire(List.of(intent))).join()).isZero();
    clock.advance(Duration.ofSeconds(61));
    assertThat(executors.ran).hasSize(1);
  }

  @Test
  void reportsOnWhatIsNotKnownOrDoneChangeNothing() {
    arrive("http://a/");
    trigger(add(spec(never(), Route.FIRST)));
    long id = latest().id();
    end(FiringState.SUCCEEDED);
    int entries = replica.entries();
    jobs.ended(
            List.of(
                new Callback(id, FiringState.FAILED, "late"),
                new Callback(12_345, FiringState.SUCCEEDED, "strange")))
        .join();
    assertThat(replica.entries()).isEqualTo(entries);
    assertThat(latest().state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(jobs.figures().unknownCallbacks()).isEqualTo(2);
  }

  @Test
  void aMemberThatHasYetToHearOfAFiringTakesItsReport() {
    arrive("http://a/");
    trigger(add(spec(never(), Route.FIRST)));
    long id = latest().id();
    replica.fallBehind(replica.entries() - 1);
    jobs.ended(List.of(new Callback(id, FiringState.SUCCEEDED, ""))).join();
    assertThat(latest().state()).isEqualTo(FiringState.SUCCEEDED);
    assertThat(jobs.figures().unknownCallbacks()).isZero();
  }

  @Test
  void executorsThatAreSilentAreLeftOutAndWhatTheyRanFails() {
    jobs.beat(APP, "http://a/");
    trigger(add(spec(never(), Route.FIRST)));
    clock.advance(Duration.ofSeconds(80));
    assertThat(jobs.executors()).isNotEmpty();
    clock.advance(Duration.ofSeconds(40));
    assertThat(jobs.executors()).isEmpty();
    assertThat(latest().state()).isEqualTo(FiringState.RUNNING);
    clock.advance(Duration.ofMinutes(10));
    assertThat(latest().state()).isEqualTo(FiringState.FAILED);
    assertThat(latest().message()).contains("executor is gone");
  }

  @Test
  void aSnapshotKeepsEverything() {
    arrive("http://a/");
    long job = add(spec(everyMinute(), Route.FIRST, Misfire.FIRE_ONCE, 1, List.of()));
    clock.advance(Duration.ofMinutes(1));
    end(FiringState.FAILED);
    clock.advance(Duration.ofMinutes(1));
    List<Firing> before = jobs.firings(Optional.empty(), 10);
    Job was = jobs.job(job).orElseThrow();
    restartFromSnapshot();
    assertThat(jobs.firings(Optional.empty(), 10)).isEqualTo(before).hasSize(3);
    assertThat(jobs.job(job).orElseThrow().spec()).isEqualTo(was.spec());
    assertThat(jobs.job(job).orElseThrow().active()).isEqualTo(was.active()).isEqualTo(2);
    assertThat(jobs.executors()).containsKey(APP);
    trigger(job);
    assertThat(jobs.firings(Optional.empty(), 10)).extracting(Firing::id).doesNotHaveDuplicates();
  }

  @Test
  void whatCannotBeUsedIsRefusedWithItsReason() {
    assertThatThrownBy(() -> add(spec(When.of(Form.CRON, "nonsense", "UTC"), Route.FIRST)))
        .hasRootCauseInstanceOf(Failure.class);
    assertThatThrownBy(() -> jobs.trigger(SOMEBODY, 99, Optional.empty(), "").join())
        .hasMessageContaining("no job 99");
    assertThatThrownBy(() -> jobs.beat("", "http://a/").join()).hasMessageContaining("executor");
  }
}
