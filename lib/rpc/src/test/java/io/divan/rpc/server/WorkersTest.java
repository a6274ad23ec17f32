package io.divan.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {
  private final Workers workers = new Workers("test", 4, 8);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    workers.stop();
  }

  private void block() {
    try {
      if (!release.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("never released");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyTaskRunsOnce() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    int tasks = 100_000;
    CountDownLatch all = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      Runnable task =
          () -> {
            ran.incrementAndGet();
            all.countDown();
          };
      while (!workers.offer(task)) {
        Thread.onSpinWait();
      }
    }
    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(tasks);
    assertThat(workers.queued()).isZero();
  }

  @Test
  void tasksThatBlockGetAThreadEachUntilThereAreNoMore() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch four = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      assertThat(
              workers.offer(() -> {
                threads.add(Thread.currentThread());
                four.countDown();
                block();
              }))
          .isTrue();
    }
    assertThat(four.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(threads).hasSize(4);
    assertThat(workers.threads()).isEqualTo(4);
    CountDownLatch fifth = new CountDownLatch(1);
    workers.offer(fifth::countDown);
    assertThat(fifth.getCount()).isEqualTo(1);
    release.countDown();
    assertThat(fifth.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFullQueueTakesNoMore() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      workers.offer(() -> {
        busy.countDown();
        block();
      });
    }
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 8; i++) {
      assertThat(workers.offer(this::block)).as("waiting task %d", i).isTrue();
    }
    assertThat(workers.offer(this::block)).isFalse();
    assertThat(workers.queued()).isEqualTo(8);
  }

  @Test
  void aTaskThatFailsDoesNotEndItsThread() throws InterruptedException {
    java.util.logging.Logger.getLogger(Workers.class.getName())
        .setLevel(java.util.logging.Level.OFF);
    for (int i = 0; i < 4; i++) {
      workers.offer(() -> {
        throw new IllegalStateException("on purpose");
      });
    }
    CountDownLatch after = new CountDownLatch(1);
    workers.offer(after::countDown);
    assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneTaskAfterTheOtherNeedsFewThreads() throws InterruptedException {
    Workers many = new Workers("many", 100, 8);
    for (int i = 0; i < 1_000; i++) {
      CountDownLatch done = new CountDownLatch(1);
      many.offer(done::countDown);
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(many.threads()).isLessThan(10);
    many.stop();
  }
}
