package io.divan.kernel.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for requests that have begun to arrive and are not whole: many slow senders together
 * cannot take more than this, however large a single request may be. A connection that holds little
 * is never refused, so that small requests are served while strangers hold the rest.
 */
public final class InboundBudget {
  private final long most;
  private final long little;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param most bytes for all connections together, beyond what each may always hold
   * @param little bytes that each connection may always hold
   */
  public InboundBudget(long most, long little) {
    this.most = most;
    this.little = little;
  }

  /** One connection's share. Used by one thread at a time. */
  public Share share() {
    return new Share();
  }

  public long held() {
    return held.get();
  }

  /** What one connection holds. */
  public final class Share {
    private long mine;

    private Share() {}

    /**
     * Says how much the connection would hold now.
     *
     * @return whether that is within the budget; if not, it is not counted, and the connection is
     *     to be closed and what has just arrived to be let go
     */
    public boolean holds(long bytes) {
      long more = bytes - mine;
      if (held.addAndGet(more) > most && more > 0 && bytes > little) {
        held.addAndGet(-more);
        return false;
      }
      mine = bytes;
      return true;
    }

    public void release() {
      holds(0);
    }
  }
}
