package io.divan.domain.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Which executors are there, by the name they register, and when each was heard of last. */
final class ExecutorGroups {
  private final TreeMap<String, TreeMap<String, Instant>> groups = new TreeMap<>();

  void beat(String executor, String address, Instant now) {
    groups.computeIfAbsent(executor, name -> new TreeMap<>()).put(address, now);
  }

  boolean remove(String executor, String address) {
    TreeMap<String, Instant> group = groups.get(executor);
    if (group == null || group.remove(address) == null) {
      return false;
    }
    if (group.isEmpty()) {
      groups.remove(executor);
    }
    return true;
  }

  /** Forgets whom nobody has heard of since; returns how many. */
  long expire(Instant since) {
    List<Runnable> gone = new ArrayList<>();
    forEach((executor, beats) ->
        beats.forEach((address, beat) -> {
          if (beat.isBefore(since)) {
            gone.add(() -> remove(executor, address));
          }
        }));
    gone.forEach(Runnable::run);
    return gone.size();
  }

  /** Whether somebody has not been heard of since. */
  boolean hasSilent(Instant since) {
    return groups.values().stream()
        .flatMap(group -> group.values().stream())
        .anyMatch(beat -> beat.isBefore(since));
  }

  boolean has(String executor, String address) {
    TreeMap<String, Instant> group = groups.get(executor);
    return group != null && group.containsKey(address);
  }

  /** Whether somebody has been heard of since. */
  boolean isHeardOf(String executor, String address, Instant since) {
    TreeMap<String, Instant> group = groups.get(executor);
    Instant beat = group == null ? null : group.get(address);
    return beat != null && !beat.isBefore(since);
  }

  /** In an order that stays. */
  List<String> addresses(String executor) {
    TreeMap<String, Instant> group = groups.get(executor);
    return group == null ? List.of() : List.copyOf(group.keySet());
  }

  int size() {
    return groups.values().stream().mapToInt(Map::size).sum();
  }

  Map<String, Map<String, Instant>> copy() {
    Map<String, Map<String, Instant>> copy = new TreeMap<>();
    groups.forEach((executor, beats) -> copy.put(executor, new TreeMap<>(beats)));
    return copy;
  }

  private void forEach(BiConsumer<String, Map<String, Instant>> visitor) {
    groups.forEach(visitor);
  }

  void clear() {
    groups.clear();
  }
}
