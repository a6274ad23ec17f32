package io.divan.rpc.wire;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that wait to be sent at all connections together. */
final class UnsentBytes {
  private final long limit;
  private final AtomicLong total = new AtomicLong();

  UnsentBytes(long limit) {
    this.limit = limit;
  }

  /** Adds some, and says whether that is still within the limit. */
  boolean add(int bytes) {
    return total.addAndGet(bytes) <= limit;
  }

  void subtract(int bytes) {
    total.addAndGet(-bytes);
  }

  long total() {
    return total.get();
  }
}
