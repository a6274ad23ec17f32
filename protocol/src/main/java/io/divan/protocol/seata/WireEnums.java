package io.divan.protocol.seata;

/** Enums whose ordinal is their wire form. */
final class WireEnums {
  private WireEnums() {}

  static <E> E at(E[] values, int code, String what) {
    if (code < 0 || code >= values.length) {
      throw new SeataFormatException("unknown " + what + " " + code);
    }
    return values[code];
  }
}
