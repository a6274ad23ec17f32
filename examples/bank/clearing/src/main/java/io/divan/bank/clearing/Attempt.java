package io.divan.bank.clearing;

import org.jspecify.annotations.Nullable;

/**
 * One attempt at an order: keeps the xid, so that its end can be asked for if the attempt fails.
 */
final class Attempt {
  private String xid = "";

  void begun(@Nullable String transaction) {
    xid = transaction == null ? "" : transaction;
  }

  /** Empty if no transaction was begun. */
  String xid() {
    return xid;
  }
}
