package io.divan.rpc.server;

import io.divan.rpc.wire.IoThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run services' code, behind a bounded queue.
 *
 * <p>At most one thread is being woken at any time: the woken one wakes the next if it finds more
 * work than it can take. So short calls that arrive together are carried out by one or two threads
 * instead of waking one each, and calls that block still get a thread each, as many as allowed. The
 * scheme is the Go scheduler's for its spinning threads (runtime/proc.go, "Worker thread
 * parking/unparking").
 */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final int mostThreads;
  private final int mostQueued;
  private final ThreadFactory factory;
  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicBoolean waking = new AtomicBoolean();

  /** Guards {@code idle}. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Parked workers, the last to park first: its caches are warm, and the others may end. */
  private final Deque<Worker> idle = new ArrayDeque<>();

  private volatile boolean stopped;

  Workers(String name, int mostThreads, int mostQueued) {
    this.mostThreads = mostThreads;
    this.mostQueued = mostQueued;
    this.factory = IoThreads.threads(name + "-worker-", true);
  }

  /** Has the task run soon; false if too many wait already. */
  boolean offer(Runnable task) {
    if (queued.incrementAndGet() > mostQueued) {
      queued.decrementAndGet();
      return false;
    }
    queue.add(task);
    wakeOne();
    return true;
  }

  int queued() {
    return queued.get();
  }

  int threads() {
    return threads.get();
  }

  /** Lets the threads end once the queue is empty. */
  void stop() {
    stopped = true;
    lock.lock();
    try {
      idle.forEach(worker -> LockSupport.unpark(worker.thread));
    } finally {
      lock.unlock();
    }
  }

  private void wakeOne() {
    if (waking.get() || !waking.compareAndSet(false, true)) {
      return;
    }
    Worker worker = popIdle();
    if (worker != null) {
      worker.wake();
    } else if (!startOne()) {
      waking.set(false); // all are busy and will look at the queue when they are done
    }
  }

  private boolean startOne() {
    int running = threads.get();
    while (running < mostThreads) {
      if (threads.compareAndSet(running, running + 1)) {
        new Worker().start();
        return true;
      }
      running = threads.get();
    }
    return false;
  }

  private @Nullable Worker popIdle() {
    lock.lock();
    try {
      return idle.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** One thread. Begins as the one being woken. */
  private final class Worker implements Runnable {
    private final Thread thread = factory.newThread(this);
    private volatile boolean woken;

    void start() {
      thread.start();
    }

    void wake() {
      woken = true;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      waking.set(false);
      do {
        runQueued();
      } while (await());
      threads.decrementAndGet();
      if (!queue.isEmpty()) {
        wakeOne(); // came in while this thread was ending
      }
    }

    private void runQueued() {
      for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
        queued.decrementAndGet();
        if (!queue.isEmpty()) {
          wakeOne();
        }
        try {
          task.run();
        } catch (Throwable e) { // the top of the thread's loop
          LOG.error("a request's handler failed", e);
        }
      }
    }

    /** Parks until woken; false to end. */
    private boolean await() {
      woken = false;
      lock.lock();
      try {
        idle.addFirst(this);
      } finally {
        lock.unlock();
      }
      if (!queue.isEmpty() && removeFromIdle()) {
        return true;
      }
      long until = System.nanoTime() + IDLE_NANOS;
      while (!woken) {
        long left = until - System.nanoTime();
        if ((left <= 0 || stopped) && removeFromIdle()) {
          return !queue.isEmpty();
        }
        LockSupport.parkNanos(this, Math.max(1, left));
      }
      waking.set(false);
      return true;
    }

    private boolean removeFromIdle() {
      lock.lock();
      try {
        return idle.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }
}
