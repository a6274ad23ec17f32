package io.divan.rpc.client;

import io.divan.protocol.bolt.BoltResponse;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.sofarpc.SofaHeader;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.wire.ClientConnection;
import io.divan.rpc.wire.Exchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call that has been sent. A thread that waits for it reads the answer itself; otherwise an
 * executor does, never the thread of the connection.
 */
final class PendingCall extends Exchange {
  private final ClientCall call;
  private final Target target;
  private final ClientConnection connection;
  private final Dispatcher dispatcher;
  private final long sent;

  /** Where a caller that does not wait gets its answer; none if the caller waits here. */
  private final @Nullable CompletableFuture<@Nullable Object> future;

  /** Set by the caller before the call is sent, if it waits. */
  private final @Nullable Thread waiter;

  private volatile @Nullable Object outcome; // a BoltResponse or an RpcException

  PendingCall(
      ClientCall call,
      Target target,
      ClientConnection connection,
      Dispatcher dispatcher,
      @Nullable CompletableFuture<@Nullable Object> future) {
    super(call.deadline());
    this.call = call;
    this.target = target;
    this.connection = connection;
    this.dispatcher = dispatcher;
    this.sent = call.attempts() > 1 ? System.nanoTime() : call.started();
    this.future = future;
    this.waiter = call.isAwaited() ? Thread.currentThread() : null;
  }

  ClientCall call() {
    return call;
  }

  Target target() {
    return target;
  }

  ClientConnection connection() {
    return connection;
  }

  @Override
  protected boolean isWatched() {
    return future != null;
  }

  @Override
  protected void answered(BoltResponse response) {
    long now = System.nanoTime();
    boolean fine =
        response.status() == BoltStatus.SUCCESS
            && response.body().header(SofaHeader.RESPONSE_ERROR) == null;
    target.answered(now - sent, now, fine);
    end(response);
  }

  @Override
  protected void expired() {
    end(timeout());
  }

  @Override
  protected void lost(String why) {
    end(
        new RpcException(
            RpcError.CONNECTION_LOST,
            "the connection to "
                + target.name()
                + " went away during "
                + call.plan()
                + ": "
                + why));
  }

  private RpcException timeout() {
    long now = System.nanoTime();
    target.answered(now - sent, now, false);
    return new RpcException(
        RpcError.TIMEOUT,
        call.plan()
            + " at "
            + target.name()
            + " took longer than "
            + (call.deadline() - call.started()) / 1_000_000
            + " ms");
  }

  /** In the connection's thread, or in the waiter's own. */
  private void end(Object how) {
    outcome = how;
    if (waiter != null) {
      LockSupport.unpark(waiter);
    } else {
      dispatcher.answers().later(() -> complete(how));
    }
  }

  private void complete(Object how) {
    CompletableFuture<@Nullable Object> waiting = future;
    if (waiting == null) {
      return;
    }
    try {
      waiting.complete(result(how));
    } catch (RpcException e) {
      if (!dispatcher.again(this, e, waiting)) {
        waiting.completeExceptionally(e);
      }
    } catch (Throwable e) { // the service's own exception, of whatever class
      waiting.completeExceptionally(e);
    }
  }

  private @Nullable Object result(Object how) throws Throwable {
    try {
      Object result = answer(how);
      target.succeeded();
      return result;
    } catch (RpcException e) {
      target.failed(e.error());
      throw e;
    } catch (Throwable e) { // the service's own exception, of whatever class
      target.succeeded();
      throw e;
    }
  }

  private @Nullable Object answer(Object how) throws Throwable {
    if (how instanceof BoltResponse response) {
      return dispatcher.answers().read(this, response);
    }
    throw (RpcException) how;
  }

  /**
   * Waits for the answer, in the thread that made the call.
   *
   * @throws Throwable the service's own exception, or an {@link RpcException}
   */
  @Nullable Object await() throws Throwable {
    return result(awaitOutcome());
  }

  /** Waits for the answer and passes it to the future, on which filters hang. */
  void awaitAndComplete() {
    complete(awaitOutcome());
  }

  private Object awaitOutcome() {
    Object how = outcome;
    while (how == null) {
      long left = getDeadlineLeft();
      if (left <= 0) {
        giveUp(timeout());
      } else if (Thread.currentThread().isInterrupted()) {
        giveUp(
            new RpcException(RpcError.INTERRUPTED, "interrupted while waiting for " + call.plan()));
      } else {
        LockSupport.parkNanos(this, left);
      }
      how = outcome;
    }
    return how;
  }

  private long getDeadlineLeft() {
    return deadline() - System.nanoTime();
  }

  /** Unless an answer is just coming in, which is then awaited: that takes no time. */
  private void giveUp(RpcException why) {
    if (connection.abandon(this)) {
      outcome = why;
    } else {
      Thread.onSpinWait();
    }
  }
}
