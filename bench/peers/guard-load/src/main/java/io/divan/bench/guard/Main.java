package io.divan.bench.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A contender under remote control: says {@code ready}, then for each line {@code entry-exit
 * threads millis} answers nanoseconds and bytes of a call, and for {@code limit threads millis}
 * what passes in percent of the limit. JMH does not fork: this process is the contender's own, and
 * warm.
 */
public final class Main {
  private static final PrintStream OUT = System.out;

  private Main() {}

  public static void main(String[] args) throws IOException, RunnerException, InterruptedException {
    System.setOut(System.err); // what the contenders say is not for the bench
    Guarded guarded = EntryAndExit.contender();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    OUT.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      int threads = Integer.parseInt(words[1]);
      long millis = Long.parseLong(words[2]);
      OUT.println(
          words[0].equals("limit") ? limit(guarded, threads, millis) : entry(threads, millis));
    }
    Runtime.getRuntime().halt(0);
  }

  private static String entry(int threads, long millis) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(EntryAndExit.class.getName())
                    .forks(0)
                    .threads(threads)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(millis))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    Result<?> bytes =
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
    return result.getPrimaryResult().getScore() + " " + bytes.getScore();
  }

  private static String limit(Guarded guarded, int threads, long millis)
      throws InterruptedException {
    LongAdder passed = new LongAdder();
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000;
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> ask(guarded, end, passed), "limit-" + i);
      running.add(thread);
      thread.start();
    }
    for (Thread thread : running) {
      thread.join();
    }
    double allowed = Guarded.LIMIT * (millis / 1e3);
    return passed.sum() * 100 / allowed + " 0";
  }

  private static void ask(Guarded guarded, long end, LongAdder passed) {
    while (System.nanoTime() < end) {
      if (guarded.isLimited()) {
        passed.increment();
      }
    }
  }
}
