package io.divan.kernel.machine;

import java.io.IOException;

/** A machine's state at one moment, to be written to a snapshot by another thread. */
public interface Capture {
  /** The version of the section's layout; readers know all older ones. */
  int version();

  void writeTo(SectionWriter section) throws IOException;

  /** A state small enough to be one record. */
  static Capture of(int version, byte[] only) {
    return new Capture() {
      @Override
      public int version() {
        return version;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        section.write(only);
      }
    };
  }
}
