package io.divan.domain.job;

import io.divan.domain.job.split.Chunk;
import io.divan.domain.job.split.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** The firings whose work is split, by themselves and by the log ids of the chunks in work. */
final class Splits {
  private final LinkedHashMap<Long, Split> byFiring = new LinkedHashMap<>();
  private final Map<Long, Split> byChunk = new HashMap<>();

  Optional<Split> ofFiring(long firing) {
    return Optional.ofNullable(byFiring.get(firing));
  }

  Optional<Split> ofChunk(long chunk) {
    return Optional.ofNullable(byChunk.get(chunk));
  }

  /** In the order in which they began. */
  Collection<Split> all() {
    return Collections.unmodifiableCollection(byFiring.values());
  }

  void add(Split split) {
    byFiring.put(split.terms().firing(), split);
  }

  void remove(long firing) {
    Split gone = byFiring.remove(firing);
    if (gone != null) {
      forgetChunks(gone);
    }
  }

  /** What is reported of its chunks from now on is of no interest. */
  void forgetChunks(Split split) {
    split.taken().keySet().forEach(byChunk::remove);
  }

  boolean hasWaiting(String executor, Instant now) {
    return byFiring.values().stream()
        .anyMatch(each -> each.terms().executor().equals(executor) && each.hasWaiting(now));
  }

  /**
   * Gives chunks to an executor; those that began first go first.
   *
   * @param ids makes log ids
   */
  List<Long> take(String executor, String address, int most, Instant now, LongSupplier ids) {
    List<Long> given = new ArrayList<>();
    for (Split split : byFiring.values()) {
      while (split.terms().executor().equals(executor)
          && given.size() < most
          && split.hasWaiting(now)) {
        long id = ids.getAsLong();
        Optional<Chunk> chunk = split.take(id, address, now);
        if (chunk.isEmpty()) {
          break;
        }
        byChunk.put(id, split);
        given.add(id);
      }
    }
    return given;
  }

  void ended(long chunk, boolean success, String message, Instant now) {
    Split split = byChunk.remove(chunk);
    if (split != null) {
      split.ended(chunk, success, message, now);
    }
  }

  /** What an executor has, beside what it says it is holding. */
  List<Long> lost(String executor, String address, Set<Long> holding) {
    return byFiring.values().stream()
        .filter(each -> each.terms().executor().equals(executor))
        .flatMap(each -> each.taken().entrySet().stream())
        .filter(each -> each.getValue().address().equals(address))
        .map(Map.Entry::getKey)
        .filter(each -> !holding.contains(each))
        .toList();
  }

  /** What executors have that are not there any more. */
  List<Long> lost(ExecutorGroups there) {
    List<Long> lost = new ArrayList<>();
    for (Split split : byFiring.values()) {
      split
          .taken()
          .forEach((id, chunk) -> {
            if (!there.has(split.terms().executor(), chunk.address())) {
              lost.add(id);
            }
          });
    }
    return lost;
  }

  void giveOutAgain(List<Long> chunks) {
    for (long chunk : chunks) {
      Split split = byChunk.remove(chunk);
      if (split != null) {
        split.lost(chunk);
      }
    }
  }

  /** After splits were read back, chunks and all. */
  void index() {
    byFiring
        .values()
        .forEach(split -> split.taken().keySet().forEach(chunk -> byChunk.put(chunk, split)));
  }

  /** Chunks that are not done. */
  long open() {
    return byFiring.values().stream().mapToLong(Split::open).sum();
  }

  void clear() {
    byFiring.clear();
    byChunk.clear();
  }
}
