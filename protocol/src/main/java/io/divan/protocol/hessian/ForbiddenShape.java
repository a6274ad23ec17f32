package io.divan.protocol.hessian;

/** Stands for a class that is not on the list, so that the verdict too is cached. */
final class ForbiddenShape extends Shape {
  ForbiddenShape(Class<?> type) {
    super(type);
  }

  @Override
  void write(HessianWriter out, Object value) {
    throw new ForbiddenClassException(type().getName());
  }
}
