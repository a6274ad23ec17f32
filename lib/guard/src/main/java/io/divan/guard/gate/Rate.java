package io.divan.guard.gate;

/** How many a second, now. */
interface Rate {
  double perSecond(long now);

  /** One has been let through. */
  default void used() {}

  /** Always the same. */
  record Constant(double perSecond) implements Rate {
    @Override
    public double perSecond(long now) {
      return perSecond;
    }
  }
}
