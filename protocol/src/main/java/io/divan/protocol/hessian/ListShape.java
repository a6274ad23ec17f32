package io.divan.protocol.hessian;

/** A list on the wire: a collection or an array. */
abstract non-sealed class ListShape extends Shape {
  ListShape(Class<?> type) {
    super(type);
  }

  /**
   * Reads the elements, and their end mark if {@code marked}.
   *
   * @param length how many there are, -1 if only the end mark says
   */
  abstract Object read(HessianReader in, int length, boolean marked);
}
