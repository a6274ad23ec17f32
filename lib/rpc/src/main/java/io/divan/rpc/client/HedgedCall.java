package io.divan.rpc.client;

import io.divan.rpc.RpcException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made at a second server if the first has not answered for a while. The first
 * result, or exception of the service, counts; other failures count when the last try has failed.
 * Source: Dean and Barroso, "The Tail at Scale", 2013.
 */
final class HedgedCall {
  private final Dispatcher dispatcher;
  private final Targets targets;
  private final ClientCall call;
  private final CompletableFuture<@Nullable Object> result;
  private final AtomicInteger open = new AtomicInteger(1);

  HedgedCall(
      Dispatcher dispatcher,
      Targets targets,
      ClientCall call,
      CompletableFuture<@Nullable Object> result) {
    this.dispatcher = dispatcher;
    this.targets = targets;
    this.call = call;
    this.result = result;
  }

  /**
   * Makes the call.
   *
   * @throws RpcException if nothing was sent
   */
  void begin(ScheduledExecutorService keeper) {
    tryOnce();
    ScheduledFuture<?> second =
        keeper.schedule(this::tryAgain, call.plan().hedgeAfterNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<@Nullable Object> unused =
        result.whenComplete((value, thrown) -> second.cancel(false));
  }

  private void tryOnce() {
    CompletableFuture<@Nullable Object> attempt = new CompletableFuture<>();
    CompletableFuture<@Nullable Object> unused = attempt.whenComplete(this::ended);
    dispatcher.send(call, targets, attempt);
  }

  private void tryAgain() {
    Target first = call.tried();
    if (result.isDone()
        || call.remainingNanos() <= 0
        || first == null
        || !targets.hasOther(first)
        || !targets.repeats().mayAfford()) {
      return;
    }
    open.incrementAndGet();
    try {
      tryOnce();
    } catch (RpcException e) {
      ended(null, e);
    }
  }

  private void ended(@Nullable Object value, @Nullable Throwable thrown) {
    if (thrown == null) {
      result.complete(value);
    } else if (!(thrown instanceof RpcException) || open.decrementAndGet() == 0) {
      result.completeExceptionally(thrown);
    }
  }
}
