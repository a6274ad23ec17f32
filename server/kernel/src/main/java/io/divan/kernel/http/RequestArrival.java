package io.divan.kernel.http;

import io.divan.kernel.net.InboundBudget;
import io.divan.kernel.telemetry.ThrottledLog;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Watches one connection's request arrive and its answer leave: neither may take for ever, and what
 * all unfinished requests hold together has a bound. All methods but those of Netty are called on
 * the connection's event loop by {@link HttpConnection}.
 */
final class RequestArrival extends ChannelInboundHandlerAdapter {
  private static final int MAX_SHOWN = 200;

  private final String door;
  private final ThrottledLog log;
  private final InboundBudget.Share share;
  private final long limit;
  private long held;
  private long since;
  private boolean isBeingHandled;
  private boolean isAnswering;

  /**
   * @param log the listener's, for all its connections
   * @param limit how long each may take
   */
  RequestArrival(String door, ThrottledLog log, InboundBudget.Share share, Duration limit) {
    this.door = door;
    this.log = log;
    this.share = share;
    this.limit = limit.toNanos();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    since = System.nanoTime();
    checkIn(context, limit);
    context.fireChannelActive();
  }

  private void checkIn(ChannelHandlerContext context, long nanos) {
    context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void check(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    long left = isBeingHandled ? limit : limit - (System.nanoTime() - since);
    if (left > 0) {
      checkIn(context, left);
    } else if (isAnswering) {
      refuse(context, "it does not take its answer");
    } else if (held > 0) {
      refuse(context, "its request has not become whole in time (http.idle-timeout)");
    } else {
      context.close(); // nothing wrong with a connection that is only kept
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && !isBeingHandled && !isAnswering) {
      if (held == 0) {
        since = System.nanoTime();
      }
      held += bytes.capacity(); // a slow sender's few bytes keep the whole buffer
      if (!share.holds(held)) {
        bytes.release();
        refuse(context, "too many unfinished requests are held (net.max-unfinished)");
        return;
      }
    }
    context.fireChannelRead(message);
  }

  /** The request is whole: what it takes from now on is ours. */
  void whole() {
    held = 0;
    share.release();
    isBeingHandled = true;
  }

  /** There is an answer, which the client has to take in time. */
  void answering() {
    isBeingHandled = false;
    isAnswering = true;
    since = System.nanoTime();
  }

  /** The client has its answer, and time for another request. */
  void answered() {
    isAnswering = false;
    since = System.nanoTime();
  }

  /** What has arrived is no request. */
  void strange(ChannelHandlerContext context, Throwable why) {
    log.warn(
        System.nanoTime(),
        "Refuses what is no request: door={} client={} reason=\"{}\"",
        door,
        context.channel().remoteAddress(),
        shown(why));
  }

  private static String shown(Throwable why) {
    String text = String.valueOf(why.getMessage()).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private void refuse(ChannelHandlerContext context, String why) {
    log.warn(
        System.nanoTime(),
        "Closes a connection: door={} client={} reason=\"{}\"",
        door,
        context.channel().remoteAddress(),
        why);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    share.release();
    context.fireChannelInactive();
  }
}
