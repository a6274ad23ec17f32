package io.divan.protocol.bolt;

/**
 * Says that bytes are no Bolt frame, or one larger than accepted; the connection is lost for it.
 */
public final class BoltFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BoltFormatException(String message) {
    super(message);
  }
}
