package io.divan.rpc.end;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something to be so. */
final class Conditions {
  private Conditions() {}

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not in time: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
