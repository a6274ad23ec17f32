package io.divan.guard.gate;

import io.divan.guard.rule.ParameterLimit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each value of an argument. A value whose bucket is full again is like one that
 * was never seen and is forgotten when room is needed; values that come while all others are in use
 * share one bucket, so that memory is bounded whatever callers send.
 */
final class ParameterGate extends Gate {
  static final int MOST_VALUES = 10_000;
  private static final long SWEEP_AFTER = 100_000_000;

  private final ParameterLimit limit;
  private final double nanos;
  private final ConcurrentHashMap<Object, Spacing> values = new ConcurrentHashMap<>();
  private final Spacing others = new Spacing();
  private final AtomicLong sweptAt = new AtomicLong(-SWEEP_AFTER);

  ParameterGate(ParameterLimit rule) {
    super(rule);
    this.limit = rule;
    this.nanos = rule.period().toNanos();
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    Object value = value(arguments);
    if (value == null) {
      return PASSED;
    }
    double count = count(value);
    if (count <= 0) {
      return REFUSED;
    }
    double distance = nanos / count;
    long longestWait = limit.longestWait().toNanos();
    double early = longestWait > 0 ? 0 : distance * Math.max(0, count + limit.burst() - 1);
    return spacing(now, value).take(now, distance, early, longestWait);
  }

  private double count(Object value) {
    if (limit.exceptions().isEmpty()) {
      return limit.count();
    }
    Double exception = limit.exceptions().get(value);
    return exception == null ? limit.count() : exception;
  }

  private @Nullable Object value(Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    int index = limit.argument() < 0 ? arguments.length + limit.argument() : limit.argument();
    return index < 0 || index >= arguments.length ? null : arguments[index];
  }

  private Spacing spacing(long now, Object value) {
    Spacing known = values.get(value);
    if (known != null) {
      return known;
    }
    if (values.size() >= MOST_VALUES) {
      sweep(now);
      if (values.size() >= MOST_VALUES) {
        return others;
      }
    }
    return values.computeIfAbsent(value, key -> new Spacing());
  }

  private void sweep(long now) {
    long last = sweptAt.get();
    if (now - last >= SWEEP_AFTER && sweptAt.compareAndSet(last, now)) {
      values.values().removeIf(each -> each.isIdle(now));
    }
  }

  @Override
  public void undo(long now, @Nullable String caller, Object @Nullable [] arguments) {
    Object value = value(arguments);
    if (value != null) {
      spacing(now, value).giveBack(nanos / count(value));
    }
  }
}
