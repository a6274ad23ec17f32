package io.divan.boot.guard;

import io.divan.boot.guard.GuardedMethods.GuardedMethod;
import io.divan.boot.guard.GuardedMethods.Passage;
import io.divan.guard.Refused;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.server.ServerCall;
import io.divan.rpc.server.ServerFilter;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Guards the services that the application offers. */
final class GuardServerFilter implements ServerFilter {
  private final GuardedMethods methods;

  GuardServerFilter(GuardedMethods methods) {
    this.methods = methods;
  }

  @Override
  public @Nullable Object call(ServerCall call, Next next) throws Throwable {
    GuardedMethod method = methods.of(call.service().interfaceName(), call.signature());
    Passage passage = enter(method, call);
    boolean failed = true;
    boolean isUnderWay = false;
    try {
      Object result = next.proceed(call);
      if (result instanceof CompletionStage<?> stage) {
        isUnderWay = true;
        return stage.whenComplete((value, failure) -> passage.end(failure != null));
      }
      failed = false;
      return result;
    } finally {
      if (!isUnderWay) {
        passage.end(failed);
      }
    }
  }

  private static Passage enter(GuardedMethod method, ServerCall call) {
    try {
      return method.enter(call.callerApp(), call.arguments());
    } catch (Refused e) {
      throw new RpcException(RpcError.SERVER_BUSY, String.valueOf(e.getMessage()));
    }
  }
}
