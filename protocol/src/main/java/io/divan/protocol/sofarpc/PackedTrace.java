package io.divan.protocol.sofarpc;

import org.jspecify.annotations.Nullable;

/**
 * Reads a trace's position from {@link SofaHeader#PACKED_TRACE}.
 *
 * <p>Source: tracer-core 3.1.6, {@code SofaTracerSpanContext.serializeSpanContext}.
 */
public final class PackedTrace {
  private PackedTrace() {}

  public static @Nullable String traceId(String packed) {
    return value(packed, "tcid=");
  }

  public static @Nullable String rpcId(String packed) {
    return value(packed, "spid=");
  }

  /** {@code true} or {@code false}. */
  public static @Nullable String sampled(String packed) {
    return value(packed, "sample=");
  }

  private static @Nullable String value(String packed, String key) {
    int at = packed.startsWith(key) ? 0 : packed.indexOf("&" + key) + 1;
    if (at == 0 && !packed.startsWith(key)) {
      return null;
    }
    int from = at + key.length();
    int end = packed.indexOf('&', from);
    return packed.substring(from, end < 0 ? packed.length() : end);
  }
}
