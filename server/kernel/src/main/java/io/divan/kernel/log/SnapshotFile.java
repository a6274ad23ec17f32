package io.divan.kernel.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.SectionReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on disk: one section per machine, each versioned and ended by its checksum.
 *
 * <pre>
 * file    = "DIVANSNP" 8 | format 4 | section* | 0 2
 * section = name (2 bytes of length, UTF-8) | version 4 | (length 4, record)* | -1 4 | CRC32C 8
 * </pre>
 *
 * All numbers are big endian. The checksum covers the section from its name to its last record.
 */
final class SnapshotFile {
  private static final byte[] MAGIC = {'D', 'I', 'V', 'A', 'N', 'S', 'N', 'P'};
  private static final int FORMAT = 1;
  private static final int MAX_RECORD = 256 * 1024 * 1024;
  private static final int BUFFER = 256 * 1024;

  private SnapshotFile() {}

  /** Writes a snapshot and returns when it is on stable storage. */
  static void write(Path file, Map<String, Capture> sections) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      OutputStream raw = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      var out = new DataOutputStream(raw);
      out.write(MAGIC);
      out.writeInt(FORMAT);
      for (var section : sections.entrySet()) {
        writeSection(raw, section.getKey(), section.getValue());
      }
      out.writeShort(0);
      out.flush();
      channel.force(true);
    }
  }

  private static void writeSection(OutputStream raw, String name, Capture capture)
      throws IOException {
    var checked = new CheckedOutputStream(raw, new CRC32C());
    var out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
    out.writeUTF(name);
    out.writeInt(capture.version());
    capture.writeTo(bytes -> {
      out.writeInt(bytes.length);
      out.write(bytes);
    });
    out.writeInt(-1);
    out.flush();
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  /**
   * Reads a snapshot, handing each section to {@code sections}.
   *
   * @throws Failure INTERNAL if it is damaged or of a newer format
   */
  static void read(Path file, SectionConsumer sections) {
    try (var raw = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      var head = new DataInputStream(raw);
      if (!Arrays.equals(head.readNBytes(MAGIC.length), MAGIC) || head.readInt() > FORMAT) {
        throw damaged(file, "it is no snapshot, or of a newer format", null);
      }
      while (readSection(raw, file, sections)) {}
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean readSection(BufferedInputStream raw, Path file, SectionConsumer sections)
      throws IOException {
    var checked = new CheckedInputStream(raw, new CRC32C());
    var in = new DataInputStream(checked);
    String name = in.readUTF();
    if (name.isEmpty()) {
      return false;
    }
    var reader = new Section(in, in.readInt(), file);
    sections.accept(name, reader);
    while (reader.next() != null) {}
    long expected = checked.getChecksum().getValue();
    if (in.readLong() != expected) {
      throw damaged(file, "the checksum of section " + name + " differs", null);
    }
    return true;
  }

  private static Failure damaged(Path file, String why, @Nullable IOException cause) {
    String message = "The snapshot " + file + " cannot be read: " + why;
    return cause == null
        ? Failure.of(Kind.INTERNAL, "log.snapshot-damaged", message)
        : Failure.caused(Kind.INTERNAL, "log.snapshot-damaged", message, cause);
  }

  /** Takes the sections of a snapshot, in the order they were written. */
  interface SectionConsumer {
    void accept(String name, SectionReader section);
  }

  private static final class Section implements SectionReader {
    private final DataInputStream in;
    private final int version;
    private final Path file;
    private boolean ended;

    Section(DataInputStream in, int version, Path file) {
      this.in = in;
      this.version = version;
      this.file = file;
    }

    @Override
    public int version() {
      return version;
    }

    @Override
    public byte @Nullable [] next() {
      if (ended) {
        return null;
      }
      try {
        int length = in.readInt();
        if (length == -1) {
          ended = true;
          return null;
        }
        if (length < 0 || length > MAX_RECORD) {
          throw damaged(file, "a record of " + length + " bytes", null);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
          throw damaged(file, "it ends within a record", null);
        }
        return bytes;
      } catch (IOException e) {
        throw damaged(file, String.valueOf(e.getMessage()), e);
      }
    }
  }
}
