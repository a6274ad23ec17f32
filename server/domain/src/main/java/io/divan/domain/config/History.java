package io.divan.domain.config;

import io.divan.domain.config.Revision.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is kept of one configuration. Immutable, so that a snapshot can be written while
 * changes go on.
 *
 * @param revisions the oldest first, never empty
 * @param bytes about how much memory they take
 */
record History(List<Revision> revisions, long bytes) {

  static History of(List<Revision> revisions) {
    long bytes = 0;
    for (Revision each : revisions) {
      bytes += each.configuration().bytes();
    }
    return new History(List.copyOf(revisions), bytes);
  }

  Revision newest() {
    return revisions.getLast();
  }

  /** What is there now; nothing if it was removed. */
  Optional<Configuration> current() {
    Revision newest = newest();
    return newest.change() == Change.REMOVED
        ? Optional.empty()
        : Optional.of(newest.configuration());
  }

  Optional<Configuration> at(long version) {
    return revisions.stream()
        .filter(each -> each.version() == version)
        .findFirst()
        .map(Revision::configuration);
  }

  /** With one change more, and the oldest ones cut off. */
  History plus(Revision revision, Retention retention) {
    List<Revision> longer = new ArrayList<>(revisions);
    longer.add(revision);
    long left = bytes + revision.configuration().bytes();
    int cut = 0;
    while (cut < longer.size() - 1
        && (longer.size() - cut > retention.revisions() || left > retention.bytesPerItem())) {
      left -= longer.get(cut++).configuration().bytes();
    }
    return new History(List.copyOf(longer.subList(cut, longer.size())), left);
  }
}
