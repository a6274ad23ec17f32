package io.divan.protocol.hessian;

/** Says that a class is not on the allow-list; none of its code has run. */
public final class ForbiddenClassException extends HessianException {
  private static final long serialVersionUID = 1L;

  private final String className;

  ForbiddenClassException(String className) {
    super(
        "class "
            + printable(className)
            + " is not allowed here: name it in the interface's signatures or allow it explicitly");
    this.className = className;
  }

  /** The name as it came, from the wire perhaps. */
  public String className() {
    return className;
  }

  /** A name from the wire goes into logs: no control characters, no endless ones. */
  private static String printable(String name) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), 200); i++) {
      char c = name.charAt(i);
      shown.append(c > ' ' && c < 0x7f ? c : '?');
    }
    return shown.toString();
  }
}
