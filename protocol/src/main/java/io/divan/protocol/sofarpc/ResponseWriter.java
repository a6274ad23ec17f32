package io.divan.protocol.sofarpc;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltHeader;
import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.hessian.GenericObject;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.hessian.HessianWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers to requests. What all of them begin with is encoded once. */
public final class ResponseWriter {
  private static final byte[] CLASS_NAME =
      SofaResponse.WIRE_NAME.getBytes(StandardCharsets.US_ASCII);
  private static final String FAILURE = "com.alipay.remoting.rpc.exception.RpcServerException";

  private final byte[] beforeResult;

  public ResponseWriter() {
    HessianTypes types = SofaResponse.allowIn(HessianTypes.builder()).build();
    ByteWriter out = new ByteWriter(4096, 4096);
    HessianWriter hessian = new HessianWriter(out);
    hessian.begin(types);
    hessian.write(new SofaResponse(false, null, null));
    this.beforeResult = Arrays.copyOf(out.array(), out.length() - 2); // the nulls of result, props
  }

  /**
   * Answers with a result, or an exception of the service.
   *
   * @param header what else the header says
   * @param withCauses whether the client reads exceptions that have causes
   */
  public void writeResult(
      ByteWriter out,
      HessianWriter hessian,
      HessianTypes types,
      BoltRequest request,
      Map<String, String> header,
      boolean withCauses,
      @Nullable Object result) {
    BoltEncoder encoder = begin(out, request, header, result instanceof Throwable);
    hessian.begin(types, withCauses);
    out.put(beforeResult);
    hessian.assume(1, 1);
    hessian.write(result);
    hessian.write(null);
    encoder.end();
  }

  /** Answers that the server, not the service, failed. */
  public void writeError(
      ByteWriter out,
      HessianWriter hessian,
      BoltRequest request,
      Map<String, String> header,
      String message) {
    BoltEncoder encoder = begin(out, request, header, true);
    hessian.begin(HessianTypes.JDK);
    hessian.write(
        new GenericObject(SofaResponse.WIRE_NAME)
            .with("isError", true)
            .with("errorMsg", message)
            .with("appResponse", null)
            .with("responseProps", null));
    encoder.end();
  }

  private static BoltEncoder begin(
      ByteWriter out, BoltRequest request, Map<String, String> header, boolean failed) {
    BoltEncoder encoder = new BoltEncoder(out);
    encoder.beginResponse(
        request.version(), BoltCommand.RESPONSE, request.id(), request.codec(), BoltStatus.SUCCESS);
    out.put(CLASS_NAME);
    encoder.endClass();
    if (failed) {
      BoltHeader.write(out, SofaHeader.RESPONSE_ERROR, "true");
    }
    if (!header.isEmpty()) {
      header.forEach((key, value) -> BoltHeader.write(out, key, value));
    }
    encoder.endHeader();
    return encoder;
  }

  /** Answers with a status and, as the peers expect with some of them, an exception's message. */
  public void writeStatus(
      ByteWriter out,
      HessianWriter hessian,
      BoltRequest request,
      BoltStatus status,
      @Nullable String message) {
    BoltEncoder encoder = new BoltEncoder(out);
    encoder.beginResponse(
        request.version(), BoltCommand.RESPONSE, request.id(), request.codec(), status);
    if (message != null) {
      out.put(FAILURE.getBytes(StandardCharsets.US_ASCII));
      encoder.endClass();
      encoder.endHeader();
      hessian.begin(HessianTypes.JDK);
      hessian.write(new GenericObject(FAILURE).with("detailMessage", message));
    }
    encoder.end();
  }
}
