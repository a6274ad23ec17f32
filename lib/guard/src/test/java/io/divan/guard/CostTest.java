package io.divan.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.ConcurrencyLimit;
import io.divan.guard.rule.ParameterLimit;
import io.divan.guard.rule.RateLimit;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a call costs in memory, and that threads do not let too much through. */
class CostTest {
  private static final String ORDERS = "orders";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Breaker SLOW =
      new Breaker(ORDERS, new Breaker.SlowRatio(Duration.ofSeconds(1), 0.5), SECOND, 5, SECOND);
  private static final Breaker ERRORS =
      new Breaker(ORDERS, new Breaker.ErrorRatio(0.5), SECOND, 5, SECOND);

  @Test
  void aCallThatPassesOrIsRefusedAllocatesNothing() {
    Guard guard = new Guard();
    guard.rules(
        List.of(
            RateLimit.of(ORDERS, 10_000),
            new ConcurrencyLimit(ORDERS, 100),
            ParameterLimit.of(ORDERS, 0, 1e6),
            SLOW,
            ERRORS));
    Resource orders = guard.resource(ORDERS);
    Object[] arguments = {"key"};
    calls(orders, arguments, 20_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    calls(orders, arguments, 100_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).as("for 100,000 calls, some of them refused").isLessThan(2_000);
  }

  private static void calls(Resource orders, Object[] arguments, int count) {
    for (int i = 0; i < count; i++) {
      long entry = orders.tryEnter("shop", arguments);
      if (entry != Resource.REFUSED) {
        orders.exit(entry);
      }
    }
  }

  @Test
  void eightThreadsTogetherGetTheRateAndNoMore() throws InterruptedException {
    // The time moves with the calls, so the threads race and the second is the same for all.
    AtomicLong time = new AtomicLong(1);
    Ticker ticker =
        new Ticker() {
          @Override
          public long nanos() {
            return time.addAndGet(1_000);
          }

          @Override
          public void sleep(long nanos) {}
        };
    Guard guard = new Guard(ticker, (breaker, now) -> {});
    guard.rules(List.of(RateLimit.of(ORDERS, 10_000), SLOW, ERRORS));
    Resource orders = guard.resource(ORDERS);
    AtomicLong passed = new AtomicLong();
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(i ->
                new Thread(() -> {
                  while (time.get() < 5_000_000_000L) {
                    long entry = orders.tryEnter();
                    if (entry != Resource.REFUSED) {
                      passed.incrementAndGet();
                      orders.exit(entry);
                    }
                  }
                }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(passed.get()).isBetween(49_500L, 50_500L);
    assertThat(orders.statistics().inFlight()).isZero();
  }
}
