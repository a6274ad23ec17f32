package io.divan.rpc.client;

import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes calls through the filters, each in the way its kind asks for. */
final class Caller {
  private final Dispatcher dispatcher;
  private final Targets targets;
  private final ScheduledExecutorService keeper;
  private final ClientFilter.@Nullable Next filtered;

  /**
   * @param keeper where second tries of hedged calls are begun
   */
  Caller(
      Dispatcher dispatcher,
      Targets targets,
      ScheduledExecutorService keeper,
      List<ClientFilter> filters) {
    this.dispatcher = dispatcher;
    this.targets = targets;
    this.keeper = keeper;
    ClientFilter.Next next = this::send;
    for (int i = filters.size() - 1; i >= 0; i--) {
      ClientFilter filter = filters.get(i);
      ClientFilter.Next inner = next;
      next = call -> filter.call(call, inner);
    }
    this.filtered = filters.isEmpty() ? null : next;
  }

  /** Calls and waits. */
  @Nullable Object sync(MethodPlan plan, @Nullable Object[] arguments) throws Throwable {
    ClientCall call = new ClientCall(plan, arguments, CallKind.SYNC, plan.timeoutNanos());
    ClientFilter.Next next = filtered;
    if (next != null) {
      return await(call, next.proceed(call));
    }
    return call.isAwaited() ? sendAndAwait(call) : await(call, send(call));
  }

  private @Nullable Object sendAndAwait(ClientCall call) throws Throwable {
    while (true) {
      try {
        return dispatcher.send(call, targets, null).await();
      } catch (RpcException e) {
        if (!targets.repeats().again(call, e)) {
          throw e;
        }
      }
    }
  }

  /** Calls; the future completes where the client's options say. */
  CompletableFuture<@Nullable Object> async(MethodPlan plan, @Nullable Object[] arguments) {
    ClientCall call = new ClientCall(plan, arguments, CallKind.ASYNC, plan.timeoutNanos());
    ClientFilter.Next next = filtered;
    return next == null ? send(call) : next.proceed(call);
  }

  /** Calls without an answer. Returns when the request is on its way. */
  void oneWay(MethodPlan plan, @Nullable Object[] arguments) {
    ClientCall call = new ClientCall(plan, arguments, CallKind.ONE_WAY, plan.timeoutNanos());
    ClientFilter.Next next = filtered;
    CompletableFuture<@Nullable Object> sent = next == null ? send(call) : next.proceed(call);
    if (sent.isCompletedExceptionally()) {
      sent.join();
    }
  }

  private CompletableFuture<@Nullable Object> send(ClientCall call) {
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    try {
      if (call.kind() == CallKind.ONE_WAY) {
        dispatcher.sendOneWay(call, targets);
        future.complete(null);
      } else if (call.plan().hedgeAfterNanos() > 0) {
        new HedgedCall(dispatcher, targets, call, future).begin(keeper);
      } else {
        dispatcher.send(call, targets, future);
      }
    } catch (RpcException e) {
      future.completeExceptionally(e);
    }
    return future;
  }

  /**
   * Waits for what the filters have made of the answer. The answer itself is read here, in the
   * waiting thread, and the filters continue in it.
   */
  private static @Nullable Object await(ClientCall call, CompletableFuture<@Nullable Object> future)
      throws Throwable {
    PendingCall awaited = null;
    while (!future.isDone()) {
      PendingCall pending = call.pending();
      if (pending == null || pending.equals(awaited)) {
        break;
      }
      awaited = pending;
      pending.awaitAndComplete();
    }
    try {
      return future.get(Math.max(1, call.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (TimeoutException e) {
      throw new RpcException(RpcError.TIMEOUT, call.plan() + " is held up by a filter", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcException(
          RpcError.INTERRUPTED, "interrupted while waiting for " + call.plan(), e);
    }
  }
}
