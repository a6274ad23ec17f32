package io.divan.protocol.hessian;

/** Says that bytes are not Hessian, do not fit the expected type, or break a limit. */
public final class HessianFormatException extends HessianException {
  private static final long serialVersionUID = 1L;

  public HessianFormatException(String message) {
    super(message);
  }

  HessianFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
