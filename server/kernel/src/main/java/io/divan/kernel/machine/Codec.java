package io.divan.kernel.machine;

/**
 * How one machine's commands and their results are written. What was once written is read by every
 * later version.
 *
 * @param <C> the machine's family of commands
 */
public interface Codec<C extends Command<?>> {
  byte[] encode(C command);

  /**
   * Reads a command back.
   *
   * @throws IllegalArgumentException if this version cannot understand the bytes; the node then
   *     stops, because guessing would make it differ from the others
   */
  C decode(byte[] bytes);

  /** The feature level that every member must have reached before this command is proposed. */
  default int level(C command) {
    return 1;
  }

  /** Writes a result for the table of answered requests. */
  byte[] encodeResult(Object result);

  Object decodeResult(byte[] bytes);
}
