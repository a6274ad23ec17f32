package io.divan.protocol.sofarpc;

import io.divan.protocol.bolt.HeaderKey;

/** The keys of the frame's header that SOFARPC's peers read and write. */
public final class SofaHeader {
  /** Which service the request is for; the content cannot be read without it. */
  public static final HeaderKey SERVICE = new HeaderKey("service");

  /** The same, and where both are there, the one that counts. */
  public static final HeaderKey TARGET_SERVICE = new HeaderKey("sofa_head_target_service");

  public static final HeaderKey METHOD = new HeaderKey("sofa_head_method_name");
  public static final HeaderKey TARGET_APP = new HeaderKey("sofa_head_target_app");
  public static final HeaderKey CALLER_APP = new HeaderKey("app");

  /** {@code true} if the response is a failure of whatever kind. */
  public static final HeaderKey RESPONSE_ERROR = new HeaderKey("sofa_head_response_error");

  /** How many milliseconds the caller waits from now on. Source: sofa-rpc 5.14.1 and later. */
  public static final HeaderKey DEADLINE = new HeaderKey("sofa_head_deadline_remain_time");

  public static final HeaderKey TRACE_ID = new HeaderKey("rpc_trace_context.sofaTraceId");
  public static final HeaderKey RPC_ID = new HeaderKey("rpc_trace_context.sofaRpcId");
  public static final HeaderKey SAMPLED = new HeaderKey("rpc_trace_context.samp");
  public static final HeaderKey BUSINESS_BAGGAGE = new HeaderKey("rpc_trace_context.sofaPenAttrs");
  public static final HeaderKey SYSTEM_BAGGAGE = new HeaderKey("rpc_trace_context.sysPenAttrs");

  /**
   * All of the above in one value, {@code tcid=…&spid=…&pspid=…&sample=…&…}, as clients write it to
   * servers that a registry says are new enough.
   */
  public static final HeaderKey PACKED_TRACE = new HeaderKey("new_rpc_trace_context");

  private SofaHeader() {}
}
