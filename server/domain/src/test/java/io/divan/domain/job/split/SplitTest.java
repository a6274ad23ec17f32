package io.divan.domain.job.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.domain.job.split.Split.Level;
import io.divan.domain.job.split.Split.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final long ROOT = 1;
  private static final String A = "http://a/";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Split split =
      new Split(new Terms(ROOT, 7, "app", "handler", 1, Duration.ofSeconds(10)));
  private long nextId = 2;

  private long take() {
    long id = nextId++;
    assertThat(split.take(id, A, NOW)).isPresent();
    return id;
  }

  private void splitRoot(String... chunks) {
    split.splitOff(ROOT, 0, List.of(chunks));
    split.rootDone();
  }

  @Test
  void whatIsSplitOffCountsOnceWhoeverDidItIsDone() {
    split.splitOff(ROOT, 0, List.of("a", "b"));
    assertThat(split.hasWaiting(NOW)).isFalse();
    split.rootDone();
    assertThat(split.open()).isEqualTo(2);
    long a = take();
    split.splitOff(a, 0, List.of("a1", "a2"));
    assertThat(split.open()).isEqualTo(2);
    split.ended(a, true, "", NOW);
    assertThat(split.levels()).containsExactly(new Level(2, 1, 0), new Level(2, 0, 0));
  }

  @Test
  void theDeepestGoFirst() {
    splitRoot("a", "b");
    long a = take();
    split.splitOff(a, 0, List.of("a1"));
    split.ended(a, true, "", NOW);
    assertThat(split.take(90, A, NOW)).map(Chunk::data).contains("a1");
    assertThat(split.take(91, A, NOW)).map(Chunk::data).contains("b");
    assertThat(split.take(92, A, NOW)).isEmpty();
  }

  @Test
  void aPartThatIsRepeatedIsOneAndOneThatIsMissingIsRefused() {
    split.splitOff(ROOT, 0, List.of("a"));
    split.splitOff(ROOT, 0, List.of("a"));
    assertThatThrownBy(() -> split.splitOff(ROOT, 2, List.of("c"))).hasMessageContaining("Part 1");
    split.splitOff(ROOT, 1, List.of("b"));
    split.rootDone();
    assertThat(split.open()).isEqualTo(2);
  }

  @Test
  void whatIsLostIsGivenOutAgainWithoutWhatItHadSplitOff() {
    splitRoot("a");
    long first = take();
    split.splitOff(first, 0, List.of("half"));
    split.lost(first);
    split.ended(first, true, "", NOW);
    assertThat(split.open()).as("the late report is of no interest").isEqualTo(1);
    long second = take();
    split.splitOff(second, 0, List.of("x", "y"));
    split.ended(second, true, "", NOW);
    assertThat(split.levels()).containsExactly(new Level(1, 1, 0), new Level(2, 0, 0));
    assertThat(split.summary()).contains("1 of 3 chunks done in 2 levels, 1 given out again");
  }

  @Test
  void whatFailsIsTriedAgainLaterAndThenCounted() {
    splitRoot("a");
    split.ended(take(), false, "broken", NOW);
    assertThat(split.hasWaiting(NOW.plusSeconds(9))).isFalse();
    assertThat(split.isOver()).isFalse();
    Instant later = NOW.plusSeconds(10);
    assertThat(split.hasWaiting(later)).isTrue();
    assertThat(split.take(50, A, later)).map(Chunk::attempt).contains(1);
    split.ended(50, false, "broken again", later);
    assertThat(split.isOver()).isTrue();
    assertThat(split.hasFailed()).isTrue();
    assertThat(split.summary()).contains("1 failed: broken again");
  }

  @Test
  void aCopyGivesOutTheSameInTheSameOrder() {
    splitRoot(IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new));
    List<Long> taken = new ArrayList<>();
    IntStream.range(0, 8).forEach(i -> taken.add(take()));
    split.ended(taken.get(0), false, "", NOW);
    split.ended(taken.get(1), false, "", NOW);
    split.splitOff(taken.get(2), 0, List.of("deep"));
    split.lost(taken.get(3));
    Split copy = split.copy();
    for (Split each : List.of(split, copy)) {
      each.ended(taken.get(2), true, "", NOW);
      each.lost(taken.get(4));
    }
    Instant later = NOW.plusSeconds(60);
    for (long id = 100; id < 130; id++) {
      Optional<Chunk> expected = split.take(id, A, later);
      assertThat(copy.take(id, A, later)).isEqualTo(expected);
    }
    assertThat(copy.levels()).isEqualTo(split.levels());
  }
}
