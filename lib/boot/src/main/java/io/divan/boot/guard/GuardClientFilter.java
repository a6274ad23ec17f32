package io.divan.boot.guard;

import io.divan.boot.guard.GuardedMethods.Passage;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.client.ClientCall;
import io.divan.rpc.client.ClientFilter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Guards the services that the application calls. Does not wait: what would have to is refused. */
final class GuardClientFilter implements ClientFilter {
  private final GuardedMethods methods;

  GuardClientFilter(GuardedMethods methods) {
    this.methods = methods;
  }

  @Override
  public CompletableFuture<@Nullable Object> call(ClientCall call, Next next) {
    String service = call.service().interfaceName();
    Passage passage = methods.of(service, call.signature()).tryEnter(call.arguments());
    if (passage == null) {
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcError.CLIENT_BUSY,
              "A rule of this application does not let calls of "
                  + service
                  + "#"
                  + call.signature()
                  + " through now"));
    }
    try {
      return next.proceed(call).whenComplete((result, failure) -> passage.end(failure != null));
    } catch (RuntimeException e) { // of another filter
      passage.end(true);
      throw e;
    }
  }
}
