package io.divan.rpc.server;

import org.jspecify.annotations.Nullable;

/** Something done around every call a server carries out, in the thread that carries it out. */
@FunctionalInterface
public interface ServerFilter {
  /**
   * Lets the call proceed, or answers in its place.
   *
   * @return the result, or a {@link java.util.concurrent.CompletionStage} of it
   * @throws Throwable what the caller is to get: an {@link io.divan.rpc.RpcException} of kind USER,
   *     EXHAUSTED or UNAVAILABLE refuses the call
   */
  @Nullable Object call(ServerCall call, Next next) throws Throwable;

  /** The rest of the way to the service. */
  @FunctionalInterface
  interface Next {
    @Nullable Object proceed(ServerCall call) throws Throwable;
  }
}
