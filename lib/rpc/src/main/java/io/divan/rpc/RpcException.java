package io.divan.rpc;

import org.jspecify.annotations.Nullable;

/** Says that a call brought neither a result nor an exception of the service. */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RpcError error;

  public RpcException(RpcError error, String message) {
    this(error, message, null);
  }

  public RpcException(RpcError error, String message, @Nullable Throwable cause) {
    super(error + ": " + message, cause);
    this.error = error;
  }

  public RpcError error() {
    return error;
  }

  public RpcError.Kind kind() {
    return error.kind();
  }
}
