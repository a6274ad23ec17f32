package io.divan.rpc.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link Balancing#CONSISTENT_HASH}. */
final class HashRing<C extends Candidate> extends Picker<C> {
  /** Points of a server of the usual weight: shares differ by about a tenth. */
  private static final double POINTS_PER_WEIGHT = 1.0;

  private static final int MOST_POINTS = 1000;

  /** How many calls more than the average a server may have under way. */
  private static final double BOUND = 1.25;

  /** The golden ratio's bits, so that places do not repeat soon. */
  private static final int GOLDEN = 0x9e3779b9;

  private final int[] points;
  private final List<C> owners;

  private record Point<C>(int at, C owner) {}

  HashRing(List<C> candidates, RandomGenerator random) {
    super(candidates, random);
    List<Point<C>> ring = new ArrayList<>();
    for (C candidate : candidates) {
      int count = (int) Math.min(MOST_POINTS, Math.ceil(candidate.weight() * POINTS_PER_WEIGHT));
      int place = mix(candidate.name().hashCode());
      for (int i = 0; i < count; i++) {
        place = mix(place + GOLDEN);
        ring.add(new Point<>(place, candidate));
      }
    }
    ring.sort(Comparator.comparingInt(Point::at));
    this.points = ring.stream().mapToInt(Point::at).toArray();
    this.owners = ring.stream().map(Point::owner).toList();
  }

  @Override
  @Nullable C among(ClientCall call) {
    if (points.length == 0) {
      return null;
    }
    int bound = bound();
    int at = successor(mix(call.key()));
    C fallback = null;
    for (int i = 0; i < points.length; i++) {
      C owner = owners.get((at + i) % points.length);
      if (owner.part() > 0) {
        if (owner.inFlight() < bound) {
          return owner;
        }
        fallback = fallback == null ? owner : fallback;
      }
    }
    return fallback;
  }

  private int bound() {
    int calls = 1;
    int servers = 0;
    for (C candidate : candidates()) {
      if (candidate.part() > 0) {
        calls += candidate.inFlight();
        servers++;
      }
    }
    return (int) Math.ceil(BOUND * calls / Math.max(1, servers));
  }

  /** The index of the first point not before a place. */
  private int successor(int place) {
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points[middle] < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low % points.length;
  }

  /** MurmurHash3's finaliser: neighbours end far apart. */
  private static int mix(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
