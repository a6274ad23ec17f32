package io.divan.kernel.machine;

import org.jspecify.annotations.Nullable;

/** One machine's part of a snapshot, checked, as a sequence of records. */
public interface SectionReader {
  /** The version of the layout it was written in. */
  int version();

  /** The next record, or null after the last. */
  byte @Nullable [] next();
}
