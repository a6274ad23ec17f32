package io.divan.kernel.session;

/**
 * Names a connection while it lasts.
 *
 * @param node the incarnation of the server process that holds it
 * @param number counted by that process
 */
public record SessionId(long node, long number) {
  @Override
  public String toString() {
    return Long.toHexString(node) + "-" + number;
  }
}
