package io.divan.kernel.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.log.Counting.Add;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.time.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on the real JRaft and a real disk, as a group of one. */
class ReplicatedLogTest {
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private int starts;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private record Started(
      ReplicatedLog log, DataDirectory data, Replica<Counting> left, Replica<Counting> right) {}

  private Started start(Map<String, String> settings, EffectRunner runner) {
    DataDirectory data = DataDirectory.open(folder, "test-" + folder.getFileName());
    var values =
        Settings.read(LogSettings.class, List.of(new Source.Given("test", settings))).values();
    var clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
    var log = new ReplicatedLog(values, data, clock, starts++, new Unmeasured(), halted -> {});
    Replica<Counting> left = log.host(new Counting("left"));
    Replica<Counting> right = log.host(new Counting("right"));
    left.effects(runner);
    open.add(data);
    open.add(log);
    log.start();
    return new Started(log, data, left, right);
  }

  private Started start() {
    return start(Map.of(), new Noting());
  }

  private void stop(Started started) throws Exception {
    started.log().close();
    started.data().close();
    open.clear();
  }

  @Test
  void whatWasAnsweredIsThereAfterARestart() throws Exception {
    Started first = start();
    for (int i = 1; i <= 100; i++) {
      assertThat(get(first.left().submit(Origin.server(), new Add(1)))).isEqualTo((long) i);
    }
    get(first.right().submit(Origin.server(), new Add(7)));
    stop(first);
    Started second = start();
    assertThat(second.left().read(Counting::sum)).isEqualTo(100);
    assertThat(second.right().read(Counting::sum)).isEqualTo(7);
    assertThat(get(second.left().submit(Origin.server(), new Add(1)))).isEqualTo(101);
  }

  @Test
  void aSnapshotIsTakenAndReplayStartsFromIt() throws Exception {
    Map<String, String> small = Map.of("segment-size", "4KB", "snapshot-every", "8KB");
    Started first = start(small, new Noting());
    for (int i = 0; i < 2_000; i++) {
      get(first.left().submit(Origin.server(), new Add(1)));
    }
    assertThat(first.log().status().firstIndex()).isGreaterThan(1);
    stop(first);
    Started second = start(small, new Noting());
    assertThat(second.left().read(Counting::sum)).isEqualTo(2_000);
  }

  @Test
  void aRefusalIsTheMachinesOwn() {
    Started started = start();
    assertThatThrownBy(() -> get(started.left().submit(Origin.server(), new Add(-1))))
        .hasCauseInstanceOf(Failure.class)
        .hasMessageContaining("There is only 0");
  }

  @Test
  void severalCommandsAreOneEntry() throws Exception {
    Started started = start();
    long before = started.log().status().lastIndex();
    // Both machines take the same type here, so the first one hosted gets both.
    assertThat(get(started.log().submitAll(Origin.server(), List.of(new Add(2), new Add(3)))))
        .isEqualTo(List.of(2L, 5L));
    assertThat(started.log().status().lastIndex()).isEqualTo(before + 1);
  }

  @Test
  void aFloodInOneDomainIsRefusedAtOnceAndTheOthersGoOn() throws Exception {
    Started started = start(Map.of("max-pending", "50"), new Noting());
    List<CompletableFuture<Long>> flood = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      flood.add(started.left().submit(Origin.server(), new Add(1)));
    }
    assertThat(get(started.right().submit(Origin.server(), new Add(1)))).isEqualTo(1);
    long taken = 0;
    for (CompletableFuture<Long> each : flood) {
      taken += each.handle((sum, failure) -> failure == null ? 1 : 0).get(10, SECONDS);
    }
    assertThat(taken).isBetween(50L, 4_999L);
    assertThat(started.left().read(Counting::sum)).isEqualTo(taken);
    assertThat(get(started.left().submit(Origin.server(), new Add(0)))).isEqualTo(taken);
  }

  @Test
  void anEntryThatIsTooLargeIsRefused() {
    Started started = start(Map.of("max-entry", "44B"), new Noting());
    assertThatThrownBy(() -> get(started.left().submit(Origin.server(), new Add(1))))
        .hasMessageContaining("log.max-entry");
  }

  @Test
  void theLeaderIsToldWhatIsOwedAndWhatIsAdded() throws Exception {
    var noting = new Noting();
    Started started = start(Map.of(), noting);
    assertThat(noting.heard).containsExactly("leads owing 1");
    get(started.left().submit(Origin.server(), new Add(5)));
    assertThat(noting.heard).containsExactly("leads owing 1", "owes Added[amount=5]");
  }

  @Test
  void aReaderCanWaitUntilThisNodeIsUpToDate() throws Exception {
    Started started = start();
    get(started.left().caughtUp());
    assertThat(started.log().status().appliedIndex()).isEqualTo(started.log().status().lastIndex());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(10, SECONDS);
  }

  private static final class Noting implements EffectRunner {
    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

    @Override
    public void lead(long term, List<Owed> owed) {
      heard.add("leads owing " + owed.size());
    }

    @Override
    public void run(Owed owed) {
      heard.add("owes " + owed.effect());
    }

    @Override
    public void follow() {}
  }
}
