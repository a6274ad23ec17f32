package io.divan.rpc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a call stands in a distributed trace, in W3C's terms and in SOFATracer's, so that peers
 * that know only one of them are part of the same tree.
 *
 * <p>A trace begun here has the W3C trace id as its SOFA id. A SOFA id that came from elsewhere is
 * kept, and its W3C id is derived from it, the same on every node: the id itself if it is 32 hex
 * digits, else the first half of its SHA-256. Source: W3C Trace Context Level 1; sofa-rpc-all
 * 5.13.2, {@code RpcSofaTracer}.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param state W3C's {@code tracestate}, passed on as it is; empty for none
 * @param sofaTraceId SOFATracer's trace id
 * @param sofaRpcId SOFATracer's dotted position in the tree, {@code 0.2.1}
 */
public record TraceContext(
    String traceId,
    String spanId,
    boolean sampled,
    String state,
    String sofaTraceId,
    String sofaRpcId) {

  private static final int TRACEPARENT_LENGTH = 55;

  /** A trace that begins here. */
  public static TraceContext root(boolean sampled) {
    HexFormat hex = HexFormat.of();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String traceId = hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
    return new TraceContext(traceId, newSpanId(), sampled, "", traceId, "0");
  }

  /** What either or both forms of a header say; null if neither makes sense. */
  public static @Nullable TraceContext parse(
      @Nullable String traceparent,
      @Nullable String state,
      @Nullable String sofaTraceId,
      @Nullable String sofaRpcId,
      @Nullable String sofaSampled) {
    String rpcId = sofaRpcId == null || sofaRpcId.isEmpty() ? "0" : sofaRpcId;
    boolean hasSofa = sofaTraceId != null && !sofaTraceId.isEmpty();
    if (traceparent != null && isTraceparent(traceparent)) {
      String traceId = traceparent.substring(3, 35);
      return new TraceContext(
          traceId,
          traceparent.substring(36, 52),
          (Character.digit(traceparent.charAt(54), 16) & 1) != 0,
          state == null ? "" : state,
          sofaTraceId != null && hasSofa ? sofaTraceId : traceId,
          rpcId);
    }
    if (sofaTraceId == null || !hasSofa) {
      return null;
    }
    String traceId =
        isHex(sofaTraceId, 0, 32) && sofaTraceId.length() == 32
            ? sofaTraceId
            : digest(sofaTraceId, 16);
    String spanId = digest(sofaTraceId + "/" + rpcId, 8);
    return new TraceContext(traceId, spanId, !"false".equals(sofaSampled), "", sofaTraceId, rpcId);
  }

  /** The context of the n-th call made within this one, counted from 1. */
  public TraceContext child(int n) {
    return new TraceContext(traceId, newSpanId(), sampled, state, sofaTraceId, sofaRpcId + "." + n);
  }

  /** W3C's {@code traceparent}. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static String newSpanId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
  }

  private static boolean isTraceparent(String text) {
    return text.length() >= TRACEPARENT_LENGTH
        && isHex(text, 0, 2)
        && !text.startsWith("ff")
        && text.charAt(2) == '-'
        && isHex(text, 3, 35)
        && !isZero(text, 3, 35)
        && text.charAt(35) == '-'
        && isHex(text, 36, 52)
        && !isZero(text, 36, 52)
        && text.charAt(52) == '-'
        && isHex(text, 53, 55);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = i < text.length() ? text.charAt(i) : '-';
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static String digest(String text, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
