package io.divan.kernel.machine;

import java.io.IOException;

/** One machine's part of a snapshot while it is written: a sequence of records. */
public interface SectionWriter {
  void write(byte[] bytes) throws IOException;
}
