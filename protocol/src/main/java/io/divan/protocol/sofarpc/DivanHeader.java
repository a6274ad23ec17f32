package io.divan.protocol.sofarpc;

import io.divan.protocol.bolt.HeaderKey;

/** The keys that are not SOFARPC's: the W3C's, and what our two ends tell each other. */
public final class DivanHeader {
  /** Source: W3C Trace Context Level 1. */
  public static final HeaderKey TRACEPARENT = new HeaderKey("traceparent");

  public static final HeaderKey TRACESTATE = new HeaderKey("tracestate");

  /** In a request: the client reads exceptions with their causes, and the two keys below. */
  public static final HeaderKey CLIENT = new HeaderKey("divan_client");

  /** In a response: which error it is, by its stable name. */
  public static final HeaderKey ERROR = new HeaderKey("divan_error");

  /** In a response: the server is about to go, send it nothing more. */
  public static final HeaderKey DRAINING = new HeaderKey("divan_draining");

  private DivanHeader() {}
}
