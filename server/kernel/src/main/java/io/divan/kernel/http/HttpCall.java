package io.divan.kernel.http;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One question to somebody, and its answer so far. */
final class HttpCall {
  private final String address;
  private final FullHttpRequest request;
  private final Duration timeout;
  private final long most;
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable Runnable onTimeout;
  private boolean sent;

  /**
   * @param address of whom is asked, for people
   */
  HttpCall(String address, FullHttpRequest request, Duration timeout, long most) {
    this.address = address;
    this.request = request;
    this.timeout = timeout;
    this.most = most;
  }

  CompletableFuture<String> answer() {
    return answer;
  }

  boolean isOver() {
    return answer.isDone();
  }

  void startTimer(EventLoop loop) {
    timer = loop.schedule(this::timedOut, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void timedOut() {
    String late = "no answer within " + timeout.toMillis() + " ms";
    if (sent) {
      fail(late);
    } else {
      unreached(new IOException(late));
    }
    if (onTimeout != null) {
      onTimeout.run();
    }
  }

  /**
   * From here on it may arrive.
   *
   * @param close ends the connection that carries it
   */
  FullHttpRequest send(Runnable close) {
    sent = true;
    onTimeout = close;
    return request;
  }

  /** Returns false once the answer is longer than it may be. */
  boolean take(ByteBuf part) {
    if (arrived.size() + (long) part.readableBytes() > most) {
      fail("its answer is longer than " + most + " bytes");
      return false;
    }
    try {
      part.readBytes(arrived, part.readableBytes());
    } catch (IOException e) { // not from memory
      throw new UncheckedIOException(e);
    }
    return true;
  }

  void end() {
    cancelTimer();
    answer.complete(arrived.toString(StandardCharsets.UTF_8));
  }

  void unreached(Throwable cause) {
    cancelTimer();
    answer.completeExceptionally(HttpCalls.unreached(address, cause));
  }

  /** It may have arrived. */
  void fail(String why) {
    cancelTimer();
    answer.completeExceptionally(
        Failure.of(
            Kind.UNKNOWN,
            "http.no-answer",
            address + " has not answered as expected: " + why + "."));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
