package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The first outcomes of recent requests, so that a request that is sent again after a leader change
 * gets the same answer instead of being done twice.
 *
 * <p>The newest {@value #PER_PROCESS} requests of each of the newest {@value #PROCESSES} proposing
 * processes are remembered. What lies behind that is answered UNKNOWN, never by a guess.
 */
final class AnsweredRequests {
  static final int PER_PROCESS = 8192;
  static final int PROCESSES = 16;

  private final TreeMap<Long, Ring> rings = new TreeMap<>();
  private long newestDropped;

  /** The outcome of a request that has been answered, or null if it is new. */
  @Nullable Outcome find(RequestId id) {
    Ring ring = rings.get(id.incarnation());
    if (ring == null) {
      return id.incarnation() <= newestDropped ? forgotten(id) : null;
    }
    Outcome known = ring.find(id.number());
    return known == null && id.number() <= ring.forgottenUpTo ? forgotten(id) : known;
  }

  private static Outcome forgotten(RequestId id) {
    return new Outcome.Refused(
        Failure.of(
            Kind.UNKNOWN,
            "log.request-forgotten",
            "Request "
                + Long.toHexString(id.incarnation())
                + "/"
                + id.number()
                + " came again too late to tell whether it had been done. Read the state before"
                + " trying anew."));
  }

  void remember(RequestId id, Outcome outcome) {
    Ring ring = rings.get(id.incarnation());
    if (ring == null) {
      ring = addRing(id.incarnation());
    }
    ring.put(id.number(), outcome);
  }

  private Ring addRing(long incarnation) {
    var ring = new Ring();
    rings.put(incarnation, ring);
    if (rings.size() > PROCESSES) {
      newestDropped = Math.max(newestDropped, rings.pollFirstEntry().getKey());
    }
    return ring;
  }

  /** Visits every remembered outcome, by process and then in the order of the request numbers. */
  void forEach(BiConsumer<RequestId, Outcome> visitor) {
    rings.forEach((incarnation, ring) -> ring.forEach(incarnation, visitor));
  }

  /** Per process, the largest request number that has been forgotten. */
  void forEachForgotten(BiConsumer<Long, Long> visitor) {
    if (newestDropped != 0) {
      visitor.accept(newestDropped, Long.MAX_VALUE);
    }
    rings.forEach((incarnation, ring) -> visitor.accept(incarnation, ring.forgottenUpTo));
  }

  void restoreForgotten(long incarnation, long upTo) {
    if (upTo == Long.MAX_VALUE) {
      newestDropped = incarnation;
    } else {
      rings.computeIfAbsent(incarnation, i -> new Ring()).forgottenUpTo = upTo;
    }
  }

  void clear() {
    rings.clear();
    newestDropped = 0;
  }

  /** The newest outcomes of one process, by request number modulo the size. */
  private static final class Ring {
    private final long[] numbers = new long[PER_PROCESS];
    private final @Nullable Outcome[] outcomes = new Outcome[PER_PROCESS];
    private long forgottenUpTo;

    @Nullable Outcome find(long number) {
      int slot = slot(number);
      return numbers[slot] == number ? outcomes[slot] : null;
    }

    void put(long number, Outcome outcome) {
      int slot = slot(number);
      forgottenUpTo = Math.max(forgottenUpTo, numbers[slot]);
      numbers[slot] = number;
      outcomes[slot] = outcome;
    }

    void forEach(long incarnation, BiConsumer<RequestId, Outcome> visitor) {
      for (long number = forgottenUpTo + 1; number <= forgottenUpTo + PER_PROCESS; number++) {
        Outcome outcome = find(number);
        if (outcome != null) {
          visitor.accept(new RequestId(incarnation, number), outcome);
        }
      }
    }

    private static int slot(long number) {
      return (int) (number & (PER_PROCESS - 1));
    }
  }
}
