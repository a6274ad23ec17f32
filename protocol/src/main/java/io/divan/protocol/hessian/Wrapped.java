package io.divan.protocol.hessian;

import io.divan.protocol.bytes.MessageTooLargeException;

/** Turns what a method handle threw into what callers of the codec expect. */
final class Wrapped {
  private Wrapped() {}

  static RuntimeException of(Throwable thrown, Class<?> type) {
    if (thrown instanceof HessianException known) {
      return known;
    }
    if (thrown instanceof MessageTooLargeException known) {
      return known;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return new HessianFormatException("cannot translate " + type.getName(), thrown);
  }
}
