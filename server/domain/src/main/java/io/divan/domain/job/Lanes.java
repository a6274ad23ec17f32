package io.divan.domain.job;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bounds how many calls are open to each address, so that a slow one holds up only itself. */
final class Lanes {
  private final int width;
  private final ReentrantLock lock = new ReentrantLock(); // guards lanes and what is in them
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * @param width calls that may be open to one address
   */
  Lanes(int width) {
    this.width = width;
  }

  private static final class Lane {
    private final PriorityQueue<Waiting> waiting =
        new PriorityQueue<>(
            Comparator.comparingInt((Waiting each) -> -each.priority())
                .thenComparingLong(Waiting::number));
    private int open;
    private long number;
  }

  private record Waiting(int priority, long number, Runnable go) {}

  /** Calls when there is room; of those that wait, the highest priority first. */
  <T> CompletableFuture<T> call(String address, int priority, Supplier<CompletableFuture<T>> call) {
    var result = new CompletableFuture<T>();
    Runnable go =
        () ->
            call.get()
                .whenComplete((answer, failure) -> {
                  done(address);
                  if (failure == null) {
                    result.complete(answer);
                  } else {
                    result.completeExceptionally(failure);
                  }
                });
    if (mayGo(address, priority, go)) {
      go.run();
    }
    return result;
  }

  private boolean mayGo(String address, int priority, Runnable go) {
    lock.lock();
    try {
      Lane lane = lanes.computeIfAbsent(address, any -> new Lane());
      if (lane.open < width) {
        lane.open++;
        return true;
      }
      lane.waiting.add(new Waiting(priority, lane.number++, go));
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void done(String address) {
    Runnable next = next(address);
    if (next != null) {
      next.run();
    }
  }

  private @Nullable Runnable next(String address) {
    lock.lock();
    try {
      Lane lane = lanes.get(address);
      if (lane == null) {
        return null;
      }
      Waiting next = lane.waiting.poll();
      if (next == null && --lane.open == 0) {
        lanes.remove(address);
      }
      return next == null ? null : next.go();
    } finally {
      lock.unlock();
    }
  }
}
