package io.divan.kernel.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for requests that have begun to arrive and are not whole: many slow senders together cannot
 * take more than this, however large a single request may be.
 */
public final class InboundBudget {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  public InboundBudget(long most) {
    this.most = most;
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
     * Says how much the connection holds now.
     *
     * @return whether that is within the budget; if not, the connection is to be closed
     */
    public boolean holds(long bytes) {
      long more = bytes - mine;
      mine = bytes;
      return more <= 0 ? held.addAndGet(more) >= 0 : held.addAndGet(more) <= most;
    }

    public void release() {
      holds(0);
    }
  }
}
