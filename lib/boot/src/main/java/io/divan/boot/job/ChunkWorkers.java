package io.divan.boot.job;

import io.divan.boot.JobContext;
import io.divan.boot.job.SchedulerApi.Chunk;
import io.divan.boot.job.SchedulerApi.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Pulls chunks of split work while the application runs, works on several at a time, and reports
 * each until the server has it. What it holds it says with each pull, so that the server gives to
 * others what was lost on the way.
 */
final class ChunkWorkers implements SmartLifecycle {
  private static final Log LOG = LogFactory.getLog(ChunkWorkers.class);
  private static final int AHEAD = 8; // chunks for each worker
  private static final int MOST_REPORTS = 500;
  private static final long PAUSE_MILLIS = 1_000; // after a failure
  private static final long WAITED_NANOS = 100_000_000;

  private final SchedulerApi scheduler;
  private final Map<String, JobMethod> methods;
  private final int workers;
  private final Set<Long> holding = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private @Nullable ExecutorService threads; // while it runs
  private volatile boolean running;

  /**
   * @param methods by the names of their handlers
   */
  ChunkWorkers(SchedulerApi scheduler, Map<String, JobMethod> methods, int workers) {
    this.scheduler = scheduler;
    this.methods = methods;
    this.workers = workers;
    this.room = new Semaphore(workers * AHEAD);
  }

  @Override
  public void start() {
    running = true;
    if (methods.isEmpty()) {
      return;
    }
    ExecutorService started = Executors.newFixedThreadPool(workers + 2, ChunkWorkers::thread);
    threads = started;
    started.execute(() -> again(() -> pull(started)));
    started.execute(() -> again(this::report));
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "divan-chunks");
    thread.setDaemon(true);
    return thread;
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void again(Work work) {
    try {
      while (running) {
        try {
          work.run();
        } catch (IOException e) {
          LOG.debug("The scheduler is asked again", e);
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pull(ExecutorService on) throws IOException, InterruptedException {
    room.acquire(); // for one at least
    int most = 1 + room.drainPermits();
    List<Chunk> taken = List.of();
    long began = System.nanoTime();
    try {
      taken = scheduler.pull(holding, most);
    } finally {
      taken.forEach(each -> holding.add(each.logId()));
      room.release(most - taken.size());
    }
    taken.forEach(each -> on.execute(() -> work(each)));
    if (taken.isEmpty() && System.nanoTime() - began < WAITED_NANOS) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // the server has too many that wait
    }
  }

  private void work(Chunk chunk) {
    var splitting = new Splitting(scheduler, chunk.logId());
    Report report;
    try {
      JobMethod method = methods.get(chunk.handler());
      if (method == null) {
        throw new IllegalStateException("no method is a job called " + chunk.handler());
      }
      String message = method.run(new ChunkContext(chunk, splitting));
      splitting.flush();
      report = new Report(chunk.logId(), true, message);
    } catch (Exception e) { // whatever the job throws is how it ended
      LOG.warn("Chunk " + chunk.logId() + " of " + chunk.handler() + " has failed", e);
      report = new Report(chunk.logId(), false, String.valueOf(e));
    }
    room.release();
    reports.add(report);
  }

  private void report() throws IOException, InterruptedException {
    List<Report> some = new ArrayList<>();
    some.add(reports.take());
    reports.drainTo(some, MOST_REPORTS);
    boolean told = false;
    try {
      scheduler.report(some);
      some.forEach(each -> holding.remove(each.logId()));
      told = true;
    } finally {
      if (!told) {
        reports.addAll(some);
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private record ChunkContext(Chunk chunk, Splitting splitting) implements JobContext {
    @Override
    public String parameters() {
      return chunk.data();
    }

    @Override
    public int level() {
      return chunk.level();
    }

    @Override
    public int attempt() {
      return chunk.attempt();
    }

    @Override
    public int shard() {
      return 0;
    }

    @Override
    public int shards() {
      return 1;
    }

    @Override
    public void split(List<String> chunks) {
      splitting.add(chunks);
    }

    @Override
    public void log(String line) {
      LOG.info(chunk.handler() + " " + chunk.logId() + ": " + line);
    }
  }
}
