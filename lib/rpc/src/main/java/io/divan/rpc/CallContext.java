package io.divan.rpc;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What calls made by a thread inherit from the call it is serving: how much time is left, and the
 * place in the trace. Bound to the thread while the service's method runs; for work handed to
 * another thread, {@link #call} binds it there.
 */
public abstract class CallContext {
  /**
   * The one piece of state that belongs to threads: nothing is handed through the service's code.
   */
  private static final ThreadLocal<@Nullable CallContext> CURRENT = new ThreadLocal<>();

  private final AtomicInteger children = new AtomicInteger();

  protected CallContext() {}

  /** The context of the call this thread is serving, null if none. */
  public static @Nullable CallContext current() {
    return CURRENT.get();
  }

  /**
   * A context for calls that begin a chain, as a web request's handler may want one.
   *
   * @param timeout how long all of them may take together
   */
  public static CallContext of(TraceContext trace, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return new CallContext() {
      @Override
      public long remainingNanos() {
        return deadline - System.nanoTime();
      }

      @Override
      public TraceContext trace() {
        return trace;
      }
    };
  }

  /** How long the caller still waits; {@link Long#MAX_VALUE} if it never said. */
  public abstract long remainingNanos();

  /** Where the call stands in its trace; a trace of its own if the caller said nothing. */
  public abstract TraceContext trace();

  /** The trace context for the next call made within this one. */
  public final TraceContext nextTrace() {
    return trace().child(children.incrementAndGet());
  }

  /** Does something with this context bound to the thread. */
  public final <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
    CallContext outer = bind();
    try {
      return task.call();
    } finally {
      unbind(outer);
    }
  }

  /** Binds this context to the thread and gives the one to restore. */
  protected final @Nullable CallContext bind() {
    CallContext outer = CURRENT.get();
    CURRENT.set(this);
    return outer;
  }

  /** Restores what {@link #bind} gave. */
  protected static void unbind(@Nullable CallContext outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
