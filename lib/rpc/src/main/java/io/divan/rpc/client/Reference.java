package io.divan.rpc.client;

import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceName;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service of another application. Its methods are called as if it were here, {@link #service()},
 * or in one of the other ways:
 *
 * <pre>
 * Reference&lt;Accounts&gt; accounts = client.refer(Accounts.class, options);
 * Money now = accounts.service().balance("4711");
 * CompletableFuture&lt;Money&gt; later = accounts.future(s -> s.balance("4711"));
 * accounts.oneWay(s -> s.touch("4711"));
 * </pre>
 *
 * <p>A method of the interface that itself returns a {@link CompletableFuture} is always called
 * without waiting. Thread-safe.
 */
public final class Reference<T> implements AutoCloseable {
  private final Class<T> type;
  private final ServiceName name;
  private final Map<Method, MethodPlan> plans;
  private final Caller caller;
  private final Targets targets;
  private final Discovery.@Nullable Subscription subscription;
  private final T service;

  Reference(
      Class<T> type,
      ServiceName name,
      Map<Method, MethodPlan> plans,
      Caller caller,
      Targets targets,
      Discovery.@Nullable Subscription subscription) {
    this.type = type;
    this.name = name;
    this.plans = plans;
    this.caller = caller;
    this.targets = targets;
    this.subscription = subscription;
    this.service =
        proxy((plan, arguments) ->
            plan.async() ? caller.async(plan, arguments) : caller.sync(plan, arguments));
  }

  public ServiceName name() {
    return name;
  }

  /** The service, to be called and waited for. */
  public T service() {
    return service;
  }

  /**
   * Makes a call without waiting for its answer.
   *
   * @param call calls one method of the service it is given and returns what that returns
   * @throws IllegalArgumentException if it calls none
   */
  public <R extends @Nullable Object> CompletableFuture<R> future(Function<? super T, R> call) {
    Recorded recorded = new Recorded();
    R unused = call.apply(proxy(recorded));
    @SuppressWarnings("unchecked") // the answer is read as the method's result
    CompletableFuture<R> future =
        (CompletableFuture<R>)
            (CompletableFuture<?>) caller.async(recorded.plan(), recorded.arguments());
    return future;
  }

  /** Makes a call whose result or exception, one of them null, goes to a callback. */
  public <R extends @Nullable Object> void callback(
      Function<? super T, R> call,
      BiConsumer<? super @Nullable R, ? super @Nullable Throwable> callback) {
    CompletableFuture<R> unused = future(call).whenComplete(callback);
  }

  /**
   * Makes a call that is not answered.
   *
   * @throws io.divan.rpc.RpcException if it could not be sent; nothing says whether it arrived
   */
  public void oneWay(Consumer<? super T> call) {
    Recorded recorded = new Recorded();
    call.accept(proxy(recorded));
    caller.oneWay(recorded.plan(), recorded.arguments());
  }

  /** Whether a server of the service is connected. */
  public boolean isReady() {
    return targets.connected() > 0;
  }

  /** Waits until a server of the service is connected; false if none is in time. */
  public boolean awaitReady(Duration timeout) {
    return targets.awaitConnected(System.nanoTime() + timeout.toNanos());
  }

  /** How many of the servers are connected. */
  public int connected() {
    return targets.connected();
  }

  /** The servers known now. */
  public List<Address> addresses() {
    return targets.addresses();
  }

  /** Lets go of the service; calls under way end first. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    targets.close();
  }

  /** What becomes of a method called at a proxy. */
  private interface Called {
    @Nullable Object call(MethodPlan plan, @Nullable Object[] arguments) throws Throwable;
  }

  private T proxy(Called called) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          MethodPlan plan = plans.get(method);
          return plan == null
              ? ofObject(self, method, arguments)
              : called.call(plan, arguments == null ? new Object[0] : arguments);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself
  private @Nullable Object ofObject(
      Object self, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    return switch (method.getName()) {
      case "equals" -> arguments != null && self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "reference to " + targets;
      default -> {
        if (method.isDefault()) {
          yield InvocationHandler.invokeDefault(self, method, arguments);
        }
        throw new UnsupportedOperationException(method.toString());
      }
    };
  }

  /** Takes a call down instead of making it. */
  private static final class Recorded implements Called {
    private @Nullable MethodPlan plan;
    private @Nullable Object[] arguments = new Object[0];

    @Override
    public @Nullable Object call(MethodPlan calledPlan, @Nullable Object[] calledWith) {
      plan = calledPlan;
      arguments = calledWith;
      return calledPlan.emptyResult();
    }

    MethodPlan plan() {
      if (plan == null) {
        throw new IllegalArgumentException("no method of the service was called");
      }
      return plan;
    }

    @Nullable Object[] arguments() {
      return arguments;
    }
  }
}
