package io.divan.domain.tx;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;

/**
 * Names a global transaction.
 *
 * @param address where its coordinator is reached, {@code host:port}; clients send follow-ups there
 * @param id unique for ever within a cluster
 */
public record Xid(String address, long id) {
  /**
   * Reads {@code host:port:id}.
   *
   * @throws Failure NOT_FOUND if it was not issued by a coordinator like this one
   */
  public static Xid parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new Xid(
          text.substring(0, Math.max(colon, 0)),
          Long.parseLong(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw unknown(text);
    }
  }

  static Failure unknown(Object xid) {
    return Failure.of(
        Kind.NOT_FOUND,
        "tx.unknown-xid",
        "No transaction " + xid + " is known: it was never begun here, or has long been finished.");
  }

  @Override
  public String toString() {
    return address + ":" + id;
  }
}
