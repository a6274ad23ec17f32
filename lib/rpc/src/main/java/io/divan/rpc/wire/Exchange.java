package io.divan.rpc.wire;

import io.divan.protocol.bolt.BoltResponse;

/**
 * A request under way at a client's connection. Exactly one of its three endings is called, exactly
 * once, and none of them may block.
 */
public abstract class Exchange {
  private final long deadline;
  private int id;

  /**
   * @param deadline when nobody waits any more, in terms of {@link System#nanoTime}
   */
  protected Exchange(long deadline) {
    this.deadline = deadline;
  }

  public final long deadline() {
    return deadline;
  }

  final int id() {
    return id;
  }

  final void id(int newId) {
    id = newId;
  }

  /** Whether the connection has to watch the deadline, rather than a thread that waits for it. */
  protected abstract boolean isWatched();

  protected abstract void answered(BoltResponse response);

  protected abstract void expired();

  /** The connection is gone; the other side may have received the request. */
  protected abstract void lost(String why);
}
