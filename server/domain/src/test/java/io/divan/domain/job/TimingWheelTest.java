package io.divan.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.domain.job.TimingWheel.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimingWheelTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private final TimingWheel wheel = new TimingWheel(NOON);

  @Test
  void aJobComesInItsMillisecondAndOnce() {
    wheel.set(1, NOON.plusMillis(70_001));
    assertThat(wheel.advance(NOON.plusMillis(70_000))).isEmpty();
    assertThat(wheel.advance(NOON.plusMillis(70_001)))
        .containsExactly(new Due(1, NOON.plusMillis(70_001)));
    assertThat(wheel.advance(NOON.plusSeconds(900))).isEmpty();
    assertThat(wheel.size()).isZero();
  }

  @Test
  void aTimeThatIsPastComesWithTheNextAdvance() {
    wheel.set(1, NOON.minusSeconds(5));
    assertThat(wheel.advance(NOON.plusMillis(1))).extracting(Due::job).containsExactly(1L);
  }

  @Test
  void aMovedJobComesOnlyAtItsNewTimeAndARemovedOneNever() {
    wheel.set(1, NOON.plusSeconds(1));
    wheel.set(2, NOON.plusSeconds(1));
    wheel.set(1, NOON.plusSeconds(90));
    wheel.remove(2);
    assertThat(wheel.advance(NOON.plusSeconds(89))).isEmpty();
    assertThat(wheel.advance(NOON.plusSeconds(90))).extracting(Due::job).containsExactly(1L);
  }

  @Test
  void aCenturyIsSteppedOver() {
    Instant far = NOON.plus(Duration.ofDays(36_525));
    wheel.set(1, far);
    assertThat(wheel.advance(far.minusMillis(1))).isEmpty();
    assertThat(wheel.advance(far)).containsExactly(new Due(1, far));
  }

  @Test
  void itAgreesWithASortedListWhateverIsSetMovedAndRemoved() {
    for (long seed = 0; seed < 50; seed++) {
      compareWithAList(seed);
    }
  }

  private static void compareWithAList(long seed) {
    var random = new Random(seed);
    var tested = new TimingWheel(NOON);
    Map<Long, Instant> model = new HashMap<>();
    Instant now = NOON;
    for (int step = 0; step < 400; step++) {
      long job = random.nextInt(100);
      if (random.nextInt(5) == 0) {
        tested.remove(job);
        model.remove(job);
      } else {
        Instant due = now.plusMillis(1 + random.nextLong(1L << random.nextInt(1, 30)));
        tested.set(job, due);
        model.put(job, due);
      }
      if (random.nextInt(4) == 0) {
        now = now.plusMillis(random.nextLong(1L << random.nextInt(1, 20)));
        assertThat(tested.advance(now)).as("seed %d", seed).isEqualTo(taken(model, now));
        assertThat(tested.size()).as("seed %d", seed).isEqualTo(model.size());
      }
    }
  }

  private static List<Due> taken(Map<Long, Instant> model, Instant now) {
    List<Due> due = new ArrayList<>();
    model.forEach((job, at) -> {
      if (!at.isAfter(now)) {
        due.add(new Due(job, at));
      }
    });
    due.forEach(one -> model.remove(one.job()));
    due.sort(Comparator.comparing(Due::at).thenComparingLong(Due::job));
    return due;
  }
}
