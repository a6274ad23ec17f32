package io.divan.protocol.sofarpc;

import io.divan.protocol.hessian.HessianTypes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response's content. An exception of the service is a result like any other, a {@link
 * Throwable}; an error is the server's own. The fields are the wire's, in its order.
 */
public final class SofaResponse {
  public static final String WIRE_NAME = "com.alipay.sofa.rpc.core.response.SofaResponse";

  private boolean isError;
  private @Nullable String errorMsg;
  private @Nullable Object appResponse;
  private @Nullable Map<String, String> responseProps;

  /** For the codec. */
  SofaResponse() {}

  SofaResponse(boolean isError, @Nullable String errorMsg, @Nullable Object appResponse) {
    this.isError = isError;
    this.errorMsg = errorMsg;
    this.appResponse = appResponse;
  }

  /** Makes the object readable and writable. */
  public static HessianTypes.Builder allowIn(HessianTypes.Builder types) {
    return types.allowAs(WIRE_NAME, SofaResponse.class);
  }

  /** Some writers set the message only. */
  public boolean isError() {
    return isError || (errorMsg != null && !errorMsg.isEmpty());
  }

  public @Nullable String errorMessage() {
    return errorMsg;
  }

  public @Nullable Object result() {
    return appResponse;
  }

  public Map<String, String> props() {
    return responseProps == null ? Map.of() : responseProps;
  }
}
