package io.divan.doors.nacos;

import io.divan.kernel.net.InboundBudget;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has begun to arrive on one connection and is not whole: its bytes come out of a budget for
 * all connections, and it must not take for ever.
 */
final class Arrivals {
  private final InboundBudget.Share share;
  private final Runnable hangUp;
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentHashMap<Object, Long> since = new ConcurrentHashMap<>();

  Arrivals(InboundBudget.Share share, Runnable hangUp) {
    this.share = share;
    this.hangUp = hangUp;
  }

  /** A message is awaited or goes on arriving. */
  void waiting(Object stream, long now) {
    since.putIfAbsent(stream, now);
  }

  /** So much more of it has arrived. Called on the connection's event loop. */
  void more(long count) {
    if (!share.holds(bytes.addAndGet(count))) {
      hangUp.run();
    }
  }

  /** It is whole, or will never be. */
  void whole(Object stream, long itsBytes) {
    since.remove(stream);
    share.holds(bytes.addAndGet(-itsBytes));
  }

  /** Whether something has been arriving since before then. */
  boolean isOverdue(long then) {
    for (long began : since.values()) {
      if (began - then < 0) {
        return true;
      }
    }
    return false;
  }

  void end() {
    share.release();
  }
}
