package io.divan.rpc.client;

import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.sofarpc.SofaResponse;
import io.divan.rpc.Discovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service whose interface is not at hand: methods by name, objects as {@link
 * io.divan.protocol.hessian.GenericObject}. Thread-safe.
 */
public final class GenericReference implements AutoCloseable {
  private record Signature(String method, List<String> types) {}

  private final Function<Signature, MethodPlan> planner;
  private final Map<Signature, MethodPlan> plans = new ConcurrentHashMap<>();
  private final Caller caller;
  private final Targets targets;
  private final Discovery.@Nullable Subscription subscription;

  GenericReference(
      Planner planner,
      Caller caller,
      Targets targets,
      Discovery.@Nullable Subscription subscription) {
    HessianTypes types = SofaResponse.allowIn(HessianTypes.builder()).build().asGeneric();
    this.planner =
        signature ->
            planner.plan(
                signature.method(),
                signature.types().toArray(String[]::new),
                types,
                Object.class,
                false);
    this.caller = caller;
    this.targets = targets;
    this.subscription = subscription;
  }

  /**
   * Calls a method and waits.
   *
   * @param types the parameters' types as {@link Class#getName} gives them, {@code int}, {@code
   *     java.lang.String}, {@code [I}
   * @throws io.divan.rpc.RpcException if there is no result; an exception of the service has its
   *     class and message in this one's
   */
  public @Nullable Object call(String method, List<String> types, @Nullable Object... arguments)
      throws Exception {
    try {
      return caller.sync(plan(method, types), arguments);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls a method without waiting. */
  public CompletableFuture<@Nullable Object> future(
      String method, List<String> types, @Nullable Object... arguments) {
    return caller.async(plan(method, types), arguments);
  }

  private MethodPlan plan(String method, List<String> types) {
    return plans.computeIfAbsent(new Signature(method, List.copyOf(types)), planner);
  }

  /** Waits until a server of the service is connected; false if none is in time. */
  public boolean awaitReady(Duration timeout) {
    return targets.awaitConnected(System.nanoTime() + timeout.toNanos());
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    targets.close();
  }
}
