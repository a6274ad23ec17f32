package io.divan.protocol.hessian;

/** How the values of one class look on the wire. Immutable, shared by all threads. */
abstract sealed class Shape permits ValueShape, ObjectShape, ListShape, MapShape, ForbiddenShape {
  private final Class<?> type;

  Shape(Class<?> type) {
    this.type = type;
  }

  /** What reading gives, and where several classes share a shape, their supertype. */
  final Class<?> type() {
    return type;
  }

  abstract void write(HessianWriter out, Object value);
}
