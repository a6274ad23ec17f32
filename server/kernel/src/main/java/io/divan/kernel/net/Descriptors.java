package io.divan.kernel.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The process's file descriptors, as far as connections take them: some are kept for files, and
 * what is left is shared among listeners so that one that is flooded leaves room for the others.
 *
 * <p>A listener may have twice as many as are free: one alone gets two thirds, two get two fifths
 * each. Source: dynamic thresholds (Choudhury, Hahne: Dynamic Queue Length Thresholds for
 * Shared-Memory Packet Switches, 1998).
 */
final class Descriptors {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String OPEN_FILES = "Max open files";
  private static final int FOR_FILES = 500;
  private static final int FACTOR = 2;

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  Descriptors(int most) {
    this.most = most;
  }

  /** Those of this process; without a bound where the system does not tell one. */
  static Descriptors ofProcess() {
    try (Stream<String> lines = Files.lines(LIMITS)) {
      return lines
          .filter(line -> line.startsWith(OPEN_FILES))
          .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+")[0])
          .filter(soft -> soft.matches("\\d{1,9}"))
          .map(soft -> new Descriptors(Math.max(1, Integer.parseInt(soft) - FOR_FILES)))
          .findFirst()
          .orElseGet(() -> new Descriptors(Integer.MAX_VALUE));
    } catch (IOException e) {
      return new Descriptors(Integer.MAX_VALUE);
    }
  }

  /**
   * Takes one for a listener's next connection.
   *
   * @param open those that the listener has already
   * @return whether there is one for it; if so it is to be given back
   */
  boolean take(int open) {
    int free = most - taken.getAndIncrement();
    if (free <= 0 || open / FACTOR >= free) {
      taken.decrementAndGet();
      return false;
    }
    return true;
  }

  void giveBack() {
    taken.decrementAndGet();
  }
}
