package io.divan.domain.tx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The audit of what persons have done, as far back as it is kept. */
final class Interventions {
  static final int KEPT = 1_000;

  private final Deque<Intervention> latestFirst = new ArrayDeque<>();

  void add(Intervention intervention) {
    latestFirst.addFirst(intervention);
    if (latestFirst.size() > KEPT) {
      latestFirst.removeLast();
    }
  }

  List<Intervention> latestFirst() {
    return List.copyOf(latestFirst);
  }

  List<Intervention> oldestFirst() {
    return latestFirst().reversed();
  }

  void clear() {
    latestFirst.clear();
  }
}
