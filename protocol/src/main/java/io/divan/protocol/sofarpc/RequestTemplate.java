package io.divan.protocol.sofarpc;

import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltHeader;
import io.divan.protocol.bolt.HeaderKey;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.hessian.HessianWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all requests for one method have in common, encoded once: class name, the constant part of
 * the header, and the request object but for the time that remains.
 */
public final class RequestTemplate {
  private static final byte[] CLASS_NAME =
      SofaRequest.WIRE_NAME.getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST = 1 << 16;

  private final byte[] header;
  private final byte[] beforeDeadline;
  private final byte[] afterDeadline;

  /**
   * @param service {@code interface:version} or {@code interface:version:uniqueId}
   * @param argumentTypes the parameters' types as {@link Class#getName} gives them
   * @param more what else the header says of every request
   */
  public RequestTemplate(
      String service, String method, String[] argumentTypes, Map<HeaderKey, String> more) {
    ByteWriter out = new ByteWriter(LARGEST, LARGEST);
    BoltHeader.write(out, SofaHeader.SERVICE, service);
    BoltHeader.write(out, SofaHeader.TARGET_SERVICE, service);
    BoltHeader.write(out, SofaHeader.METHOD, method);
    more.forEach((key, value) -> BoltHeader.write(out, key, value));
    this.header = out.toByteArray();
    // Where two requests differ that have other deadlines of one byte, that byte is.
    byte[] one = encoded(service, method, argumentTypes, 1);
    int deadlineAt = Arrays.mismatch(one, encoded(service, method, argumentTypes, 2));
    this.beforeDeadline = Arrays.copyOf(one, deadlineAt);
    this.afterDeadline = Arrays.copyOfRange(one, deadlineAt + 1, one.length);
  }

  private static byte[] encoded(String service, String method, String[] types, int deadline) {
    Map<String, @Nullable Object> props = new HashMap<>();
    props.put(SofaHeader.DEADLINE.toString(), deadline);
    ByteWriter out = new ByteWriter(LARGEST, LARGEST);
    HessianWriter hessian = new HessianWriter(out);
    hessian.begin(SofaRequest.allowIn(HessianTypes.builder()).build());
    hessian.write(new SofaRequest(service, method, types, props));
    return out.toByteArray();
  }

  /** Writes the class name and begins the header, which the caller may add to and has to end. */
  public void writeHead(ByteWriter out, BoltEncoder encoder) {
    out.put(CLASS_NAME);
    encoder.endClass();
    out.put(header);
  }

  /** Writes the request object, after which the caller writes the arguments. */
  public void writeContent(
      ByteWriter out, HessianWriter hessian, HessianTypes types, int remainingMillis) {
    hessian.begin(types);
    out.put(beforeDeadline);
    hessian.writeInt(remainingMillis);
    out.put(afterDeadline);
    hessian.assume(3, 1, "[string"); // the request, its props, its types
  }
}
