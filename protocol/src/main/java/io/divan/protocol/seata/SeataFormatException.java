package io.divan.protocol.seata;

/** Bytes that are no Seata frame of version 1 with the seata codec. */
public final class SeataFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SeataFormatException(String message) {
    super(message, null, false, false);
  }
}
