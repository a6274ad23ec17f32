package io.divan.rpc.server;

import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.bolt.HeaderKey;
import io.divan.protocol.sofarpc.DivanHeader;
import io.divan.protocol.sofarpc.PackedTrace;
import io.divan.protocol.sofarpc.SofaHeader;
import io.divan.rpc.CallContext;
import io.divan.rpc.ServiceName;
import io.divan.rpc.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call being carried out, as filters and the service's own code may look at it. */
public final class ServerCall extends CallContext {
  private final ExportedService service;
  private final ExportedMethod method;
  private final @Nullable Object[] arguments;
  private final Question question;
  private final BoltRequest request;
  private final long deadline;
  private @Nullable TraceContext trace;
  private volatile boolean entered;
  private @Nullable Map<String, String> responseHeader;

  ServerCall(
      ExportedService service,
      ExportedMethod method,
      @Nullable Object[] arguments,
      Question question,
      long deadline) {
    this.service = service;
    this.method = method;
    this.arguments = arguments;
    this.question = question;
    this.request = question.request();
    this.deadline = deadline;
  }

  /** Goes through the filters to the service, with this call bound to the thread. */
  @Nullable Object run() throws Throwable {
    CallContext outer = bind();
    try {
      return method.call(this);
    } finally {
      unbind(outer);
    }
  }

  /** From now on the service itself is at work. */
  void enter() {
    entered = true;
  }

  /** Whether the service itself has been called, not only filters. */
  boolean hasEntered() {
    return entered;
  }

  /** The call this thread is carrying out, null if none. */
  public static @Nullable ServerCall currentServerCall() {
    return current() instanceof ServerCall call ? call : null;
  }

  public ServiceName service() {
    return service.name();
  }

  public String method() {
    return method.name();
  }

  /** The method with the classes of its parameters: {@code debit(java.lang.String,long)}. */
  public String signature() {
    return method.signature();
  }

  /** The arguments themselves: what a filter changes, the service gets. */
  public @Nullable Object[] arguments() {
    return arguments;
  }

  public boolean oneWay() {
    return request.oneWay();
  }

  /** Where the caller is connected from. */
  public String remote() {
    return question.connection().remote();
  }

  /** The caller's application, empty if it does not say. */
  public String callerApp() {
    String app = request.body().header(SofaHeader.CALLER_APP);
    return app == null ? "" : app;
  }

  /** What the request's header says, null if nothing. */
  public @Nullable String header(String key) {
    return request.body().header(new HeaderKey(key));
  }

  /** Adds to the response's header; baggage goes back as {@code rpc_resp_baggage.name}. */
  public void respondWithHeader(String key, String value) {
    Map<String, String> header = responseHeader;
    if (header == null) {
      header = new LinkedHashMap<>();
      responseHeader = header;
    }
    header.put(key, value);
  }

  Map<String, String> responseHeader() {
    return responseHeader == null ? Map.of() : responseHeader;
  }

  @Override
  public long remainingNanos() {
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
  }

  @Override
  public TraceContext trace() {
    TraceContext known = trace;
    if (known == null) {
      known = readTrace(request);
      trace = known;
    }
    return known;
  }

  private static TraceContext readTrace(BoltRequest request) {
    String packed = request.body().header(SofaHeader.PACKED_TRACE);
    TraceContext read =
        packed != null && !packed.isEmpty()
            ? TraceContext.parse(
                request.body().header(DivanHeader.TRACEPARENT),
                request.body().header(DivanHeader.TRACESTATE),
                PackedTrace.traceId(packed),
                PackedTrace.rpcId(packed),
                PackedTrace.sampled(packed))
            : TraceContext.parse(
                request.body().header(DivanHeader.TRACEPARENT),
                request.body().header(DivanHeader.TRACESTATE),
                request.body().header(SofaHeader.TRACE_ID),
                request.body().header(SofaHeader.RPC_ID),
                request.body().header(SofaHeader.SAMPLED));
    return read == null ? TraceContext.root(true) : read;
  }

  /** When the caller stops waiting, as far as the request says: its frame, or its header. */
  static long deadline(BoltRequest request, long arrived) {
    long remaining = request.timeoutMillis() > 0 ? request.timeoutMillis() : Long.MAX_VALUE;
    String header = request.body().header(SofaHeader.DEADLINE);
    if (header != null) {
      remaining = Math.min(remaining, millis(header));
    }
    return remaining == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : arrived + TimeUnit.MILLISECONDS.toNanos(remaining);
  }

  private static long millis(String header) {
    try {
      return Math.max(0, Long.parseLong(header));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE; // somebody else's idea of a deadline
    }
  }
}
