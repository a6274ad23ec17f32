package io.divan.kernel.log;

/** An entry that this version cannot understand; the node stops, for a guess would split it off. */
final class UnreadableEntry extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableEntry(long index, String why) {
    super("Log entry " + index + " cannot be read by this version: " + why);
  }
}
