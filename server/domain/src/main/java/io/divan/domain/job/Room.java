package io.divan.domain.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many firings are under way, of a job and at an executor. Those that wait go by their
 * priority, then by their age.
 */
final class Room {
  private final int perExecutor;
  private final ReentrantLock lock = new ReentrantLock(); // guards everything below
  private final Map<Object, Place> places = new HashMap<>(); // by job's id or executor's address
  private final Map<Long, Guest> inside = new HashMap<>();

  /**
   * @param perExecutor firings that may be under way at one executor; 0 for any number
   */
  Room(int perExecutor) {
    this.perExecutor = perExecutor;
  }

  private record Guest(long firing, long job, String address, Limits limits, Runnable go) {}

  /** What is in at one job, or at one executor, and what waits for it. */
  private static final class Place {
    private final Set<Long> inside = new HashSet<>();
    private final TreeSet<Guest> waiting =
        new TreeSet<>(
            Comparator.comparingInt((Guest each) -> -each.limits().priority())
                .thenComparingLong(Guest::firing));
  }

  /** Lets a firing in when there is room; at once if it is in. */
  void enter(Firing firing, JobSpec job, Runnable go) {
    if (perExecutor == 0 && job.limits().atOnce() == 0) {
      go.run();
      return;
    }
    var guest = new Guest(firing.id(), firing.job(), firing.address(), job.limits(), go);
    lock.lock();
    try {
      if (!admit(guest)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    go.run();
  }

  /** One is under way already, whatever the limits say. */
  void isInside(Firing firing, JobSpec job) {
    if (perExecutor > 0 || job.limits().atOnce() > 0) {
      lock.lock();
      try {
        take(new Guest(firing.id(), firing.job(), firing.address(), job.limits(), () -> {}));
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean admit(Guest guest) {
    if (inside.containsKey(guest.firing())) {
      return true;
    }
    Place full = full(guest);
    if (full != null) {
      full.waiting.add(guest);
      return false;
    }
    take(guest);
    return true;
  }

  private @Nullable Place full(Guest guest) {
    int atOnce = guest.limits().atOnce();
    Place ofJob = place(guest.job());
    if (atOnce > 0 && ofJob.inside.size() >= atOnce) {
      return ofJob;
    }
    Place ofExecutor = place(guest.address());
    return perExecutor > 0 && ofExecutor.inside.size() >= perExecutor ? ofExecutor : null;
  }

  private void take(Guest guest) {
    inside.put(guest.firing(), guest);
    place(guest.job()).inside.add(guest.firing());
    place(guest.address()).inside.add(guest.firing());
  }

  private Place place(Object key) {
    return places.computeIfAbsent(key, any -> new Place());
  }

  /** A firing is done, so others may go. */
  void leave(long firing) {
    List<Guest> next = new ArrayList<>();
    lock.lock();
    try {
      Guest gone = inside.remove(firing);
      if (gone == null) {
        return;
      }
      for (Object key : List.of(gone.job(), gone.address())) {
        Place left = place(key);
        left.inside.remove(firing);
        Guest first = left.waiting.pollFirst();
        if (first != null && admit(first)) {
          next.add(first);
        }
        if (left.inside.isEmpty() && left.waiting.isEmpty()) {
          places.remove(key);
        }
      }
    } finally {
      lock.unlock();
    }
    next.forEach(guest -> guest.go().run());
  }

  void clear() {
    lock.lock();
    try {
      places.clear();
      inside.clear();
    } finally {
      lock.unlock();
    }
  }
}
