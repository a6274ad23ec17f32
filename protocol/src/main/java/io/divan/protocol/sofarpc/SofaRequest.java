package io.divan.protocol.sofarpc;

import io.divan.protocol.hessian.HessianTypes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request's content begins with; its arguments follow as further values of the same message.
 * The fields are the wire's, in its order.
 */
public final class SofaRequest {
  public static final String WIRE_NAME = "com.alipay.sofa.rpc.core.request.SofaRequest";

  private @Nullable String targetAppName;
  private @Nullable String methodName;
  private @Nullable String targetServiceUniqueName;
  private @Nullable Map<String, @Nullable Object> requestProps;
  private String @Nullable [] methodArgSigs;

  /** For the codec. */
  SofaRequest() {}

  SofaRequest(
      String service, String method, String[] argumentTypes, Map<String, @Nullable Object> props) {
    this.targetServiceUniqueName = service;
    this.methodName = method;
    this.methodArgSigs = argumentTypes;
    this.requestProps = props;
  }

  /** Makes the object readable and writable. */
  public static HessianTypes.Builder allowIn(HessianTypes.Builder types) {
    return types.allowAs(WIRE_NAME, SofaRequest.class);
  }

  public @Nullable String targetApp() {
    return targetAppName;
  }

  public String method() {
    return methodName == null ? "" : methodName;
  }

  public String service() {
    return targetServiceUniqueName == null ? "" : targetServiceUniqueName;
  }

  /** The types of the method's parameters, as {@link Class#getName} gives them. */
  public String[] argumentTypes() {
    return methodArgSigs == null ? new String[0] : methodArgSigs;
  }

  public Map<String, @Nullable Object> props() {
    return requestProps == null ? Map.of() : requestProps;
  }
}
