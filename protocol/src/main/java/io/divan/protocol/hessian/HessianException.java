package io.divan.protocol.hessian;

/** Says that bytes or objects cannot be translated; nothing else was done with them. */
public abstract sealed class HessianException extends RuntimeException
    permits HessianFormatException, ForbiddenClassException {
  private static final long serialVersionUID = 1L;

  HessianException(String message) {
    super(message);
  }

  HessianException(String message, Throwable cause) {
    super(message, cause);
  }
}
