package io.divan.rpc.client;

import io.divan.rpc.CallContext;
import io.divan.rpc.ServiceName;
import io.divan.rpc.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
  private @Nullable String key;
  private int attempts;
  private volatile @Nullable Target tried;
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

  /** The method with the classes of its parameters: {@code debit(java.lang.String,long)}. */
  public String signature() {
    return plan.signature();
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

  /** Sends calls of the same key to the same server, if the reference balances by hash. */
  public void routeBy(String newKey) {
    key = newKey;
  }

  /** The hash of what calls are told apart by: the key, or else the first argument. */
  int key() {
    if (key != null) {
      return key.hashCode();
    }
    return arguments.length == 0 ? 0 : Objects.hashCode(arguments[0]);
  }

  /** A server has been chosen for the next attempt. */
  void trying(Target target) {
    tried = target;
    attempts++;
  }

  /** The server of the last attempt, null before the first. */
  @Nullable Target tried() {
    return tried;
  }

  /** How often it has been tried. */
  int attempts() {
    return attempts;
  }

  Map<String, String> header() {
    return header == null ? Map.of() : header;
  }

  /** Whether the calling thread itself waits for the answer and reads it. */
  boolean isAwaited() {
    return kind == CallKind.SYNC && plan.hedgeAfterNanos() == 0;
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
