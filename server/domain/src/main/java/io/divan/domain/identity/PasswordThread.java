package io.divan.domain.identity;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes passwords one at a time, on a thread that exists while there is one to hash: a flood of
 * logins takes one processor at most, and others wait or are refused.
 */
final class PasswordThread implements AutoCloseable {
  private static final int QUEUE = 32;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor thread;

  PasswordThread() {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("divan-password").daemon(true).factory());
    thread.allowCoreThreadTimeOut(true);
  }

  <T> T run(Supplier<T> work) {
    Future<T> result;
    try {
      result = thread.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw Failure.of(
          Kind.EXHAUSTED, "identity.too-many-logins", "Too many logins at once. Try again.");
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(Kind.UNAVAILABLE, "identity.interrupted", "Interrupted while logging in.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
