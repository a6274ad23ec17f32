package io.divan.kernel.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A folder of files as a journal needs it; a test hands in one that fails or forgets. */
public interface Disk {
  /** The names of the files here, in alphabetical order. */
  List<String> list() throws IOException;

  /** Opens a file, creating it durably if it is absent. */
  DiskFile open(String name) throws IOException;

  void delete(String name) throws IOException;

  /** One random-access file. Not safe for several writers at once. */
  interface DiskFile extends AutoCloseable {
    long size() throws IOException;

    /** Writes the whole of {@code source} at {@code offset}. */
    void write(ByteBuffer source, long offset) throws IOException;

    /** Fills {@code target} from {@code offset}; stops early only at the end of the file. */
    void read(ByteBuffer target, long offset) throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when everything written is on stable storage. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }
}
