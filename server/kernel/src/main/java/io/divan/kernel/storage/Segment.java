package io.divan.kernel.storage;

import io.divan.kernel.storage.Disk.DiskFile;
import io.divan.kernel.storage.RecordFormat.BadRecord;
import io.divan.kernel.storage.RecordFormat.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One file of a journal: consecutive records, and in memory where each begins. */
final class Segment implements AutoCloseable {
  private static final String SUFFIX = ".journal";
  private static final int READ_AHEAD = 128 * 1024;

  private final String name;
  private final long firstIndex;
  private final DiskFile file;
  private int[] starts = new int[64];
  private int count;
  private int size;
  private @Nullable ScanWindow reader; // replays read forwards

  private Segment(String name, long firstIndex, DiskFile file) {
    this.name = name;
    this.firstIndex = firstIndex;
    this.file = file;
  }

  static String nameFor(long firstIndex) {
    return String.format(Locale.ROOT, "%020d%s", firstIndex, SUFFIX);
  }

  static boolean isName(String name) {
    return name.matches("\\d{20}\\" + SUFFIX);
  }

  static Segment create(Disk disk, long firstIndex) throws IOException {
    String name = nameFor(firstIndex);
    return new Segment(name, firstIndex, disk.open(name));
  }

  static Segment open(Disk disk, String name) throws IOException {
    long firstIndex = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    return new Segment(name, firstIndex, disk.open(name));
  }

  String name() {
    return name;
  }

  long firstIndex() {
    return firstIndex;
  }

  /** The index after the last record. */
  long endIndex() {
    return firstIndex + count;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Writes records and returns when they are durable. */
  void append(List<JournalRecord> records, ByteBuffer buffer) throws IOException {
    int batchStart = size;
    for (JournalRecord entry : records) {
      int length = RecordFormat.HEADER + entry.payload().length;
      if (buffer.remaining() < length) {
        flush(buffer);
      }
      noteStart(size + buffer.position());
      if (buffer.remaining() < length) {
        ByteBuffer large = ByteBuffer.allocate(length);
        RecordFormat.write(large, entry, batchStart);
        flush(large);
      } else {
        RecordFormat.write(buffer, entry, batchStart);
      }
    }
    flush(buffer);
    file.force();
  }

  private void flush(ByteBuffer buffer) throws IOException {
    buffer.flip();
    int length = buffer.remaining();
    file.write(buffer, size);
    size += length;
    buffer.clear();
  }

  private void noteStart(int offset) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    starts[count++] = offset;
  }

  JournalRecord read(long index) throws IOException, BadRecord {
    int nth = Math.toIntExact(index - firstIndex);
    int start = starts[nth];
    int end = nth + 1 < count ? starts[nth + 1] : size;
    if (reader == null || reader.fileSize() < end) {
      reader = new ScanWindow(file, READ_AHEAD);
    }
    Parsed found = parse(reader.at(start, end - start), index);
    byte[] payload = new byte[found.payload().remaining()];
    found.payload().get(payload);
    return new JournalRecord(index, found.kind(), payload);
  }

  /** Reads the record at the buffer's position. */
  private static Parsed parse(ByteBuffer bytes, long expectedIndex) throws BadRecord {
    if (bytes.remaining() < RecordFormat.HEADER) {
      throw new BadRecord("only " + bytes.remaining() + " bytes of a header");
    }
    int start = bytes.position();
    Header header = RecordFormat.readHeader(bytes);
    if (header.index() != expectedIndex) {
      throw new BadRecord("index " + header.index() + " where " + expectedIndex + " belongs");
    }
    if (bytes.remaining() < header.length()) {
      throw new BadRecord(
          "only " + bytes.remaining() + " of " + header.length() + " payload bytes");
    }
    ByteBuffer payload = bytes.slice(bytes.position(), header.length());
    RecordFormat.check(header, bytes.slice(start, RecordFormat.HEADER), payload);
    return new Parsed(header.kind(), payload);
  }

  /** A record whose payload is a view of the buffer it was read from. */
  private record Parsed(byte kind, ByteBuffer payload) {}

  /**
   * Reads the file from its beginning, noting where each record starts.
   *
   * @return the damage at the end of what could be read, or null if every byte is part of a record
   */
  @Nullable Damage scan(Journal.Visitor visitor) throws IOException {
    var window = new ScanWindow(file, READ_AHEAD);
    long fileSize = file.size();
    while (size < fileSize) {
      try {
        ByteBuffer bytes = window.at(size, recordLength(window));
        long index = endIndex();
        Parsed found = parse(bytes, index);
        noteStart(size);
        size += RecordFormat.HEADER + found.payload().remaining();
        visitor.visit(index, found.kind(), found.payload());
      } catch (BadRecord e) {
        return new Damage(size, fileSize, String.valueOf(e.getMessage()));
      }
    }
    return null;
  }

  private int recordLength(ScanWindow window) throws IOException, BadRecord {
    ByteBuffer header = window.at(size, RecordFormat.HEADER);
    if (header.remaining() < RecordFormat.HEADER) {
      throw new BadRecord("only " + header.remaining() + " bytes of a header");
    }
    int length = RecordFormat.readHeader(header).length();
    if (length > window.fileSize() - size) {
      throw new BadRecord("length " + length + " reaches beyond the end of the file");
    }
    return RecordFormat.HEADER + length;
  }

  /**
   * Whether a whole record behind the damage shows that the damaged bytes had once been durable: it
   * belongs to a batch that began after them.
   */
  boolean wasDurable(Damage damage) throws IOException {
    var window = new ScanWindow(file, READ_AHEAD);
    for (long at = damage.offset() + 1; at + RecordFormat.HEADER <= damage.fileSize(); at++) {
      if (isWholeAndLater(window, at, damage)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWholeAndLater(ScanWindow window, long at, Damage damage)
      throws IOException {
    try {
      Header header = RecordFormat.readHeader(window.at(at, RecordFormat.HEADER));
      long end = at + RecordFormat.HEADER + header.length();
      if (header.batchStart() <= damage.offset() || end > damage.fileSize()) {
        return false;
      }
      parse(window.at(at, RecordFormat.HEADER + header.length()), header.index());
      return true;
    } catch (BadRecord e) {
      return false;
    }
  }

  /** Drops every record from {@code endIndex} on, durably. */
  void truncate(long endIndex) throws IOException {
    int keep = Math.toIntExact(endIndex - firstIndex);
    size = keep < count ? starts[keep] : size;
    count = keep;
    reader = null;
    file.truncate(size);
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Where reading a segment stopped before its end. */
  record Damage(long offset, long fileSize, String reason) {}
}
