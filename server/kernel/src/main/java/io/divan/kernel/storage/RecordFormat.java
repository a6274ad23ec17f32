package io.divan.kernel.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record's bytes: a header of 24 bytes, big endian, then the payload.
 *
 * <pre>
 * magic 2 | format 1 | kind 1 | payload length 4 | index 8 | batch start 4 | CRC32C 4
 * </pre>
 *
 * The batch start is the file offset at which the write began that this record was part of. A
 * record that is whole proves that everything before its batch start had been forced to disk, which
 * is how a torn tail is told from damage to durable data. The checksum covers the header without
 * itself, then the payload.
 */
final class RecordFormat {
  static final int HEADER = 24;

  private static final short MAGIC = (short) 0xD1A7;
  private static final byte FORMAT = 1;
  private static final int CRC_AT = 20;

  private RecordFormat() {}

  /** A header that has been read. */
  record Header(byte kind, int length, long index, int batchStart, int crc) {}

  static void write(ByteBuffer target, JournalRecord entry, int batchStart) {
    int start = target.position();
    target.putShort(MAGIC).put(FORMAT).put(entry.kind()).putInt(entry.payload().length);
    target.putLong(entry.index()).putInt(batchStart);
    target.putInt(crc(target.slice(start, CRC_AT), ByteBuffer.wrap(entry.payload())));
    target.put(entry.payload());
  }

  /**
   * Reads a header from the next 24 bytes.
   *
   * @throws BadRecord if it cannot be one
   */
  static Header readHeader(ByteBuffer source) throws BadRecord {
    short magic = source.getShort();
    byte format = source.get();
    byte kind = source.get();
    int length = source.getInt();
    long index = source.getLong();
    int batchStart = source.getInt();
    int crc = source.getInt();
    if (magic != MAGIC) {
      throw new BadRecord("no record begins here");
    }
    if (format != FORMAT) {
      throw new BadRecord("format " + format + " is not known to this version");
    }
    if (length < 0) {
      throw new BadRecord("negative length");
    }
    return new Header(kind, length, index, batchStart, crc);
  }

  static void check(Header header, ByteBuffer headerBytes, ByteBuffer payload) throws BadRecord {
    if (crc(headerBytes.slice(headerBytes.position(), CRC_AT), payload.duplicate())
        != header.crc()) {
      throw new BadRecord("checksum differs");
    }
  }

  private static int crc(ByteBuffer header, ByteBuffer payload) {
    var crc = new CRC32C();
    crc.update(header);
    crc.update(payload);
    return (int) crc.getValue();
  }

  /** Bytes that are not a whole record. */
  static final class BadRecord extends Exception {
    private static final long serialVersionUID = 1L;

    BadRecord(String message) {
      super(message);
    }
  }
}
