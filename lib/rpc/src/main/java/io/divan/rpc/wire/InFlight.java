package io.divan.rpc.wire;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way at one connection, by id, in a ring of fixed size: an id's slot is known
 * without hashing or boxing, and a full ring is the bound.
 */
final class InFlight {
  private static final int ATTEMPTS = 64;

  /** What heartbeats have. */
  static final int NO_ID = 0;

  private final AtomicReferenceArray<@Nullable Exchange> slots;
  private final int mask;
  private final AtomicInteger nextId = new AtomicInteger(1);
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param capacity a power of two
   */
  InFlight(int capacity) {
    this.slots = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
  }

  /** Gives the exchange an id; false if there are too many. */
  boolean add(Exchange exchange) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int id = nextId.getAndIncrement();
      exchange.id(id);
      if (id != NO_ID && slots.compareAndSet(id & mask, null, exchange)) {
        count.incrementAndGet();
        return true;
      }
    }
    return false;
  }

  /** Ends the exchange of that id: null if it has ended already. */
  @Nullable Exchange remove(int id) {
    Exchange exchange = slots.get(id & mask);
    return exchange != null && exchange.id() == id && remove(exchange) ? exchange : null;
  }

  /** Ends an exchange; false if it has ended already. */
  boolean remove(Exchange exchange) {
    boolean removed = slots.compareAndSet(exchange.id() & mask, exchange, null);
    if (removed) {
      count.decrementAndGet();
    }
    return removed;
  }

  int count() {
    return count.get();
  }

  /** How many ids have been given out. */
  long total() {
    return Integer.toUnsignedLong(nextId.get() - 1);
  }

  void forEach(Consumer<Exchange> action) {
    for (int i = 0; i <= mask; i++) {
      Exchange exchange = slots.get(i);
      if (exchange != null) {
        action.accept(exchange);
      }
    }
  }
}
