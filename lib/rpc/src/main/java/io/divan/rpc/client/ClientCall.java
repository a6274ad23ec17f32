package io.divan.rpc.client;

import io.divan.rpc.CallContext;
import io.divan.rpc.ServiceName;
import io.divan.rpc.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call about to be made, as filters see it. */
public final class ClientCall {
  private final MethodPlan plan;
  private final @Nullable Object[] arguments;
  private final CallKind kind;
  private final long started;
  private final long deadline;
  private TraceContext trace;
  private @Nullable Map<String, String> header;
  private volatile @Nullable PendingCall pending;

  ClientCall(MethodPlan plan, @Nullable Object[] arguments, CallKind kind, long timeoutNanos) {
    this.plan = plan;
    this.arguments = arguments;
    this.kind = kind;
    this.started = System.nanoTime();
    CallContext context = CallContext.current();
    if (context == null) {
      this.deadline = started + timeoutNanos;
      this.trace = TraceContext.root(true);
    } else {
      this.deadline = started + Math.min(timeoutNanos, context.remainingNanos());
      this.trace = context.nextTrace();
    }
  }

  public ServiceName service() {
    return plan.service();
  }

  public String method() {
    return plan.name();
  }

  /** The arguments themselves: what a filter changes, the server gets. */
  public @Nullable Object[] arguments() {
    return arguments;
  }

  public CallKind kind() {
    return kind;
  }

  /** How much of the call's time is left, counting what a call being served here allows. */
  public long remainingNanos() {
    return deadline - System.nanoTime();
  }

  /** The place of this call in its trace. */
  public TraceContext trace() {
    return trace;
  }

  /** Gives the call another place in another trace. */
  public void trace(TraceContext newTrace) {
    trace = newTrace;
  }

  /** Adds to the request's header; baggage goes as {@code rpc_req_baggage.name}. */
  public void header(String key, String value) {
    Map<String, String> known = header;
    if (known == null) {
      known = new LinkedHashMap<>();
      header = known;
    }
    known.put(key, value);
  }

  Map<String, String> header() {
    return header == null ? Map.of() : header;
  }

  MethodPlan plan() {
    return plan;
  }

  long started() {
    return started;
  }

  long deadline() {
    return deadline;
  }

  @Nullable PendingCall pending() {
    return pending;
  }

  void pending(PendingCall sent) {
    pending = sent;
  }
}
