package io.divan.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client under remote control: says {@code ready}, then for each line {@code operation threads
 * millis} of its input runs that load and answers {@code calls elapsedNanos p50Nanos p99Nanos
 * errors}. Ends with its input.
 */
public final class Driver {
  private Driver() {}

  /** Serves the input with the operations of this client. */
  public static void run(Map<String, Callable<?>> operations) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      Callable<?> operation = operations.get(words[0]);
      if (operation == null) {
        System.out.println("unknown operation " + words[0]);
        continue;
      }
      System.out.println(load(operation, Integer.parseInt(words[1]), Long.parseLong(words[2])));
    }
    Runtime.getRuntime().halt(0);
  }

  private static String load(Callable<?> operation, int threads, long millis) {
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000;
    AtomicLong errors = new AtomicLong();
    List<Latencies> all = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Latencies latencies = new Latencies();
      all.add(latencies);
      Thread thread = new Thread(() -> loop(operation, end, latencies, errors), "load-" + i);
      running.add(thread);
      thread.start();
    }
    Latencies total = new Latencies();
    try {
      for (int i = 0; i < threads; i++) {
        running.get(i).join();
        total.addAll(all.get(i));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return total.count()
        + " "
        + (System.nanoTime() - begin)
        + " "
        + total.percentile(0.5)
        + " "
        + total.percentile(0.99)
        + " "
        + errors;
  }

  private static void loop(
      Callable<?> operation, long end, Latencies latencies, AtomicLong errors) {
    long before = System.nanoTime();
    while (before < end) {
      try {
        if (operation.call() == null) {
          errors.incrementAndGet();
        }
      } catch (Exception e) { // an error of the call, counted
        errors.incrementAndGet();
      }
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
  }

  /** What the server of a contender does after it has begun to listen. */
  public static void serveUntilInputEnds() throws IOException {
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream()); // until the bench lets go
    Runtime.getRuntime().halt(0);
  }
}
