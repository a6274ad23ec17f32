package io.divan.domain.tx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which transaction has which row. A transaction may lock a row again; it keeps the row until no
 * branch of it that is left names the row.
 */
final class LockTable {
  private final Map<RowKey, Long> holders = new HashMap<>();

  /** A transaction other than the given one that has one of the rows. */
  Optional<Long> otherHolder(long transaction, List<RowKey> rows) {
    for (RowKey row : rows) {
      Long holder = holders.get(row);
      if (holder != null && holder != transaction) {
        return Optional.of(holder);
      }
    }
    return Optional.empty();
  }

  void lock(long transaction, List<RowKey> rows) {
    for (RowKey row : rows) {
      holders.put(row, transaction);
    }
  }

  /** Gives back the rows that only the branches that are gone had named. */
  void release(long transaction, List<Branch> gone, List<Branch> left) {
    Set<RowKey> kept = new HashSet<>();
    for (Branch branch : left) {
      kept.addAll(branch.rows());
    }
    for (Branch branch : gone) {
      for (RowKey row : branch.rows()) {
        if (!kept.contains(row)) {
          holders.remove(row, transaction);
        }
      }
    }
  }

  int size() {
    return holders.size();
  }

  void forEach(BiConsumer<RowKey, Long> visitor) {
    holders.forEach(visitor);
  }

  void clear() {
    holders.clear();
  }
}
