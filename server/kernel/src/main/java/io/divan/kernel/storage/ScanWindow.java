package io.divan.kernel.storage;

import io.divan.kernel.storage.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A buffered view of a file for reading it mostly forwards, a piece at a time. */
final class ScanWindow {
  private final DiskFile file;
  private final long fileSize;
  private final int readAhead;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long bufferStart;

  ScanWindow(DiskFile file, int readAhead) throws IOException {
    this.file = file;
    this.fileSize = file.size();
    this.readAhead = readAhead;
  }

  long fileSize() {
    return fileSize;
  }

  /** The {@code length} bytes at {@code offset}, fewer only at the end of the file. */
  ByteBuffer at(long offset, int length) throws IOException {
    int available = (int) Math.min(length, fileSize - offset);
    if (offset < bufferStart || offset + available > bufferStart + buffer.limit()) {
      load(offset, available);
    }
    return buffer.slice((int) (offset - bufferStart), available);
  }

  private void load(long offset, int atLeast) throws IOException {
    int wanted = (int) Math.min(Math.max(atLeast, readAhead), fileSize - offset);
    buffer = ByteBuffer.allocate(wanted);
    file.read(buffer, offset);
    buffer.flip();
    bufferStart = offset;
  }
}
