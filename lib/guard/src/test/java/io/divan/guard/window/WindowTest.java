package io.divan.guard.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SECOND = 1_000_000_000;
  private static final long PERCENT = SECOND / 100;

  /** What lies in the while for certain and what may, a hundredth of it being left open. */
  private static final class Expected {
    private final Deque<Long> times = new ArrayDeque<>();

    void add(long now) {
      times.add(now);
    }

    long least(long now) {
      return times.stream().filter(each -> each > now - SECOND + PERCENT).count();
    }

    long most(long now) {
      times.removeIf(each -> each <= now - 2 * SECOND);
      return times.stream().filter(each -> each > now - SECOND - PERCENT).count();
    }
  }

  @Test
  void countsWhatTheLastSecondHadToOnePercentOfItsLength() {
    Random random = new Random(7);
    Window window = Window.ofPairs(SECOND);
    SlidingCount count = new SlidingCount(SECOND);
    Expected expected = new Expected();
    long now = 1;
    for (int i = 0; i < 5_000; i++) {
      boolean isQuiet = random.nextInt(500) == 0;
      now += isQuiet ? (long) random.nextInt(3) * SECOND : random.nextInt(4_000_000);
      window.add(now, Window.LEFT + Window.RIGHT);
      count.take(now, SlidingCount.MOST);
      expected.add(now);
      long least = expected.least(now);
      long most = expected.most(now);
      assertThat(window.left(now)).isBetween(least, most).isEqualTo(window.right(now));
      assertThat(count.count(now)).isBetween(least, most);
    }
  }

  @Test
  void halvesDoNotRunIntoEachOther() {
    Window window = Window.ofPairs(SECOND);
    for (int i = 0; i < 1 << 20; i++) {
      window.add(1, Window.RIGHT);
    }
    assertThat(window.left(1)).isZero();
    assertThat(window.right(1)).isEqualTo(1 << 19);
  }

  @Test
  void oneNumberMayBeLarge() {
    Window window = Window.ofSums(SECOND);
    window.add(1, 1_000_000_000);
    window.add(1, 2);
    assertThat(window.whole(1)).isEqualTo(1_000_000_002);
    window.clear();
    assertThat(window.whole(1)).isZero();
  }

  @Test
  void threadsLoseNothing() throws InterruptedException {
    Window window = Window.ofPairs(10 * SECOND);
    SlidingCount count = new SlidingCount(10 * SECOND);
    AtomicLong time = new AtomicLong();
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(i ->
                new Thread(() -> {
                  for (int j = 0; j < 50_000; j++) {
                    long now = time.addAndGet(20_000);
                    window.add(now, Window.LEFT);
                    count.take(now, SlidingCount.MOST);
                  }
                }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(window.left(time.get())).isEqualTo(200_000);
    assertThat(count.count(time.get())).isEqualTo(200_000);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    SlidingCount count = new SlidingCount(SECOND);
    assertThat(count.take(1, 1)).isTrue();
    assertThat(count.take(1, 1)).isFalse();
    count.giveBack(1);
    assertThat(count.take(2, 1)).isTrue();
    assertThat(count.count(2 * SECOND)).isZero();
  }
}
