package io.divan.boot.it;

import io.divan.boot.DivanJob;
import io.divan.boot.JobContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application with jobs, in a process of its own or in the test's. */
public final class SplitApplication {
  private SplitApplication() {}

  /** Arguments are Spring's; ends when it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    int nacos = Integer.parseInt(arguments[0]);
    int seata = Integer.parseInt(arguments[1]);
    Applications.run(
        Jobs.class,
        nacos,
        seata,
        List.of(arguments).subList(2, arguments.length).toArray(new String[0]));
    Thread.currentThread().join();
  }

  /** The jobs. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Jobs {}

  static class Handlers {
    final AtomicInteger greeted = new AtomicInteger();
    private final int width;
    private final int levels;
    private final Path record;

    Handlers(
        @Value("${test.width:3}") int width,
        @Value("${test.levels:2}") int levels,
        @Value("${test.record}") Path record) {
      this.width = width;
      this.levels = levels;
      this.record = record;
    }

    @DivanJob("greet")
    String greet(JobContext job) {
      greeted.incrementAndGet();
      job.log("Good day, " + job.parameters());
      return "greeted " + job.parameters();
    }

    @DivanJob("fail")
    void fail() {
      throw new IllegalStateException("as told");
    }

    /** Splits until the last level, and notes each chunk. */
    @DivanJob("tree")
    void tree(JobContext job) {
      String path = job.level() == 0 ? "r" : job.parameters();
      if (job.level() < levels) {
        job.split(IntStream.range(0, width).mapToObj(i -> path + "." + i).toList());
      }
      note(path);
    }

    private void note(String path) {
      try {
        Files.writeString(
            record, path + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
