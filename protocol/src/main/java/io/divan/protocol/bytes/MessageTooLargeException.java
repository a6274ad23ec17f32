package io.divan.protocol.bytes;

/** Says that a message would become larger than its receiver accepts. */
public final class MessageTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MessageTooLargeException(long needed, int limit) {
    super("the message needs at least " + needed + " bytes, the limit is " + limit);
  }
}
