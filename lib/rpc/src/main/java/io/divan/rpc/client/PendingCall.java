package io.divan.rpc.client;

import io.divan.protocol.bolt.BoltResponse;
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
  private final Endpoint endpoint;
  private final ClientConnection connection;
  private final AnswerReader answers;

  /** Where a caller that does not wait gets its answer; none if the caller waits here. */
  private final @Nullable CompletableFuture<@Nullable Object> future;

  /** Set by the caller before the call is sent, if it waits. */
  private final @Nullable Thread waiter;

  private volatile @Nullable Object outcome; // a BoltResponse or an RpcException

  PendingCall(
      ClientCall call,
      Endpoint endpoint,
      ClientConnection connection,
      AnswerReader answers,
      @Nullable CompletableFuture<@Nullable Object> future) {
    super(call.deadline());
    this.call = call;
    this.endpoint = endpoint;
    this.connection = connection;
    this.answers = answers;
    this.future = future;
    this.waiter = call.kind() == CallKind.SYNC ? Thread.currentThread() : null;
  }

  ClientCall call() {
    return call;
  }

  Endpoint endpoint() {
    return endpoint;
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
    endpoint.observe(System.nanoTime() - call.started());
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
                + endpoint.address()
                + " went away during "
                + call.plan()
                + ": "
                + why));
  }

  private RpcException timeout() {
    endpoint.observe(System.nanoTime() - call.started());
    return new RpcException(
        RpcError.TIMEOUT,
        call.plan()
            + " at "
            + endpoint.address()
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
      answers.later(() -> complete(how));
    }
  }

  private void complete(Object how) {
    CompletableFuture<@Nullable Object> waiting = future;
    if (waiting == null) {
      return;
    }
    try {
      waiting.complete(result(how));
    } catch (Throwable e) { // the service's own exception, of whatever class
      waiting.completeExceptionally(e);
    }
  }

  private @Nullable Object result(Object how) throws Throwable {
    if (how instanceof BoltResponse response) {
      return answers.read(this, response);
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
