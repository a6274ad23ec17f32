package io.divan.kernel.storage;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.storage.RecordFormat.BadRecord;
import io.divan.kernel.storage.Segment.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A durable sequence of records with consecutive indexes, kept in segment files.
 *
 * <p>{@link #append} returns when the whole batch is on stable storage. A batch that a crash has
 * torn is cut off when the journal is opened and reported by {@link #cutTail}; damage to records
 * that had been durable is refused instead, for it would be silent loss.
 */
public final class Journal implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock(); // guards every field below
  private final Disk disk;
  private final int segmentSize;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private @Nullable CutTail cutTail;
  private @Nullable IOException broken;
  private long forces;

  private Journal(Disk disk, int segmentSize) {
    this.disk = disk;
    this.segmentSize = segmentSize;
  }

  /**
   * Opens a journal, reading it once from end to end.
   *
   * @param segmentSize a new file is begun once the current one has this many bytes
   * @param visitor called for every record, in order
   * @throws Failure INTERNAL if durable data is damaged, EXTERNAL if the disk cannot be read
   */
  public static Journal open(Disk disk, int segmentSize, Visitor visitor) {
    var journal = new Journal(disk, segmentSize);
    try {
      journal.load(visitor);
      return journal;
    } catch (IOException e) {
      throw diskFailed("opened", e);
    }
  }

  private void load(Visitor visitor) throws IOException {
    List<String> names = disk.list().stream().filter(Segment::isName).toList();
    for (String name : names) {
      Segment segment = Segment.open(disk, name);
      var last = segments.lastEntry();
      if (last != null && last.getValue().endIndex() != segment.firstIndex()) {
        throw damaged(name, 0, "records " + last.getValue().endIndex() + " and on are missing");
      }
      segments.put(segment.firstIndex(), segment);
      Damage damage = segment.scan(visitor);
      if (damage != null) {
        boolean isLast = name.equals(names.getLast());
        if (!isLast || segment.wasDurable(damage)) {
          throw damaged(name, damage.offset(), damage.reason());
        }
        segment.truncate(segment.endIndex());
        cutTail =
            new CutTail(
                name, damage.offset(), damage.fileSize() - damage.offset(), damage.reason());
      }
    }
  }

  private static Failure damaged(String file, long offset, String reason) {
    return Failure.of(
        Kind.INTERNAL,
        "storage.damaged",
        "Segment "
            + file
            + " is damaged at byte "
            + offset
            + " ("
            + reason
            + "), in data that had been durable. Restore this node from a backup or, in a cluster,"
            + " remove its data directory and let it catch up.");
  }

  private static Failure diskFailed(String what, IOException cause) {
    return Failure.caused(
        Kind.EXTERNAL,
        "storage.disk-failed",
        "The journal cannot be " + what + ": " + cause.getMessage(),
        cause);
  }

  /** The index of the oldest record, or of the next one if there is none. */
  public long firstIndex() {
    lock.lock();
    try {
      return segments.isEmpty() ? 1 : segments.firstEntry().getValue().firstIndex();
    } finally {
      lock.unlock();
    }
  }

  /** The index of the newest record, one less than {@link #firstIndex} if there is none. */
  public long lastIndex() {
    lock.lock();
    try {
      return segments.isEmpty() ? 0 : segments.lastEntry().getValue().endIndex() - 1;
    } finally {
      lock.unlock();
    }
  }

  /** What was cut off when the journal was opened. */
  public Optional<CutTail> cutTail() {
    return Optional.ofNullable(cutTail);
  }

  /** How often this journal has waited for stable storage since it was opened. */
  public long forces() {
    lock.lock();
    try {
      return forces;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends consecutive records and returns when they are durable.
   *
   * @throws Failure EXTERNAL if the disk fails; the journal then takes no more records, because
   *     after a failed fsync nobody can say what is on disk
   */
  public void append(List<JournalRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    change(
        "written",
        () -> {
          long first = records.getFirst().index();
          Segment segment = segmentForAppend(first);
          segment.append(records, buffer);
          forces++;
        });
  }

  private Segment segmentForAppend(long index) throws IOException {
    var last = segments.lastEntry();
    if (last != null && last.getValue().endIndex() != index) {
      throw new IllegalArgumentException(
          "record " + index + " appended where " + last.getValue().endIndex() + " belongs");
    }
    if (last != null && last.getValue().size() < segmentSize) {
      return last.getValue();
    }
    Segment segment = Segment.create(disk, index);
    segments.put(index, segment);
    return segment;
  }

  /**
   * Reads one record, or nothing where the index is outside the journal.
   *
   * @throws Failure INTERNAL if it is damaged, EXTERNAL if the disk fails
   */
  public Optional<JournalRecord> read(long index) {
    lock.lock();
    try {
      var floor = segments.floorEntry(index);
      if (floor == null || index >= floor.getValue().endIndex()) {
        return Optional.empty();
      }
      return Optional.of(floor.getValue().read(index));
    } catch (BadRecord e) {
      throw damaged("of record " + index, 0, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw diskFailed("read", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Deletes the segments in which every record is older than {@code index}, except the newest,
   * which is then written on; it goes too if records before {@code index} are missing, as they are
   * after a snapshot of somebody else's log was installed.
   */
  public void truncateBefore(long index) {
    change(
        "shortened",
        () -> {
          while (segments.size() > 1 && segments.firstEntry().getValue().endIndex() <= index) {
            remove(segments.firstEntry());
          }
          if (!segments.isEmpty() && segments.lastEntry().getValue().endIndex() < index) {
            remove(segments.lastEntry());
          }
        });
  }

  /** Drops every record newer than {@code index}, durably. */
  public void truncateAfter(long index) {
    change(
        "shortened",
        () -> {
          while (!segments.isEmpty() && segments.lastEntry().getValue().firstIndex() > index) {
            remove(segments.lastEntry());
          }
          if (!segments.isEmpty() && segments.lastEntry().getValue().endIndex() > index + 1) {
            segments.lastEntry().getValue().truncate(index + 1);
          }
        });
  }

  /** Deletes everything; the next record may have any index. */
  public void clear() {
    change(
        "cleared",
        () -> {
          while (!segments.isEmpty()) {
            remove(segments.lastEntry());
          }
        });
  }

  private void remove(Map.Entry<Long, Segment> entry) throws IOException {
    segments.remove(entry.getKey());
    entry.getValue().close();
    disk.delete(entry.getValue().name());
  }

  private void change(String what, DiskWork work) {
    lock.lock();
    try {
      if (broken != null) {
        throw diskFailed(what, broken);
      }
      work.run();
    } catch (IOException e) {
      broken = e;
      throw diskFailed(what, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      for (Segment segment : segments.values()) {
        segment.close();
      }
      segments.clear();
    } catch (IOException e) {
      throw diskFailed("closed", e);
    } finally {
      lock.unlock();
    }
  }

  /** Sees each record while a journal is opened. The payload is a view, valid during the call. */
  public interface Visitor {
    void visit(long index, byte kind, ByteBuffer payload);
  }

  private interface DiskWork {
    void run() throws IOException;
  }
}
