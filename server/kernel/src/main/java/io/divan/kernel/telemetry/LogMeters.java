package io.divan.kernel.telemetry;

import java.util.function.LongSupplier;

/** Where the log's own measurements go. */
public interface LogMeters {
  /** One batch became durable: its entries, their bytes, and how long the disk took. */
  void appended(int entries, long bytes, long nanos);

  /** One batch was applied to the machines. */
  void applied(int entries, long nanos);

  /** How many changes a domain has pending. */
  void pending(String domain, LongSupplier count);
}
