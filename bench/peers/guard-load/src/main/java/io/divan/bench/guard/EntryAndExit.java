package io.divan.bench.guard;

import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What JMH measures: the one contender on the class path. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EntryAndExit {
  private final Guarded guarded = contender();

  static Guarded contender() {
    return ServiceLoader.load(Guarded.class).findFirst().orElseThrow();
  }

  @Benchmark
  public void call() {
    guarded.enterAndExit();
  }
}
