package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much one domain may have pending in the log, in commands and in bytes, so that a flood in one
 * is refused at once while the others go on.
 */
final class Quota {
  private final String domain;
  private final int maxCount;
  private final long maxBytes;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Quota(String domain, int maxCount, long maxBytes) {
    this.domain = domain;
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes room for one command.
   *
   * @throws Failure EXHAUSTED if there is none
   */
  void take(int size) {
    long pending = count.incrementAndGet();
    long pendingBytes = bytes.addAndGet(size);
    if (pending > maxCount || pendingBytes > maxBytes) {
      release(size);
      throw Failure.of(
          Kind.EXHAUSTED,
          "log.quota",
          "Too much is pending for "
              + domain
              + " ("
              + (pending - 1)
              + " changes, "
              + (pendingBytes - size)
              + " bytes). Try again in a moment.");
    }
  }

  void release(int size) {
    count.decrementAndGet();
    bytes.addAndGet(-size);
  }

  long pending() {
    return count.get();
  }
}
