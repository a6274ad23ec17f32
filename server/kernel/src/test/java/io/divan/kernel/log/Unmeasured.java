package io.divan.kernel.log;

import io.divan.kernel.telemetry.LogMeters;
import java.util.function.LongSupplier;

/** Measurements that nobody reads. */
final class Unmeasured implements LogMeters {
  @Override
  public void appended(int entries, long bytes, long nanos) {}

  @Override
  public void applied(int entries, long nanos) {}

  @Override
  public void pending(String domain, LongSupplier count) {}
}
