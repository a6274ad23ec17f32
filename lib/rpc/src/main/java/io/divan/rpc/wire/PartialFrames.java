package io.divan.rpc.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the memory of all frames that have begun to arrive and are not complete. Over the bound,
 * those that have been incomplete longest are given up: honest frames are complete soon, so a slow
 * sender loses its own.
 */
public final class PartialFrames {
  private final long limit;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Bytes held by owner, in the order in which they became incomplete. */
  private final Map<Owner, Integer> held = new LinkedHashMap<>();

  private long total;

  /** A connection with an incomplete frame. */
  interface Owner {
    /** Called from any thread: the frame is not wanted any more. */
    void giveUp();
  }

  public PartialFrames(long limit) {
    this.limit = limit;
  }

  /** Notes that an owner's incomplete frame takes so many bytes now, 0 if it has none. */
  void holds(Owner owner, int bytes) {
    List<Owner> victims = new ArrayList<>();
    lock.lock();
    try {
      Integer before = bytes == 0 ? held.remove(owner) : held.put(owner, bytes);
      total += bytes - (before == null ? 0 : before);
      while (total > limit && !held.isEmpty()) {
        Map.Entry<Owner, Integer> eldest = held.entrySet().iterator().next();
        total -= eldest.getValue();
        held.remove(eldest.getKey());
        victims.add(eldest.getKey());
      }
    } finally {
      lock.unlock();
    }
    victims.forEach(Owner::giveUp);
  }

  /** Bytes held by incomplete frames now. */
  public long total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }
}
