package io.divan.kernel.peer;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.peer.Peers.Offered;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The answering end of a link: hears who is there, then serves its calls. */
final class Serving extends SimpleChannelInboundHandler<Frame> {
  private final Peers peers;
  private @Nullable Introduction other;

  Serving(Peers peers) {
    this.peers = peers;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
    switch (frame.kind()) {
      case HELLO -> {
        other = Introduction.decode(frame.payload(), peers.cluster());
        ctx.writeAndFlush(Frame.hello(peers.introduction().encode()));
      }
      case CALL -> serve(ctx, frame);
      case ALIVE -> {}
      case ANSWER, REFUSED -> ctx.close();
    }
  }

  private void serve(ChannelHandlerContext ctx, Frame frame) {
    if (other == null) {
      ctx.close();
      return;
    }
    Member from = other.member();
    Offered offered = peers.offered(frame.topic());
    if (offered == null) {
      var nobody = Failure.of(Kind.UNAVAILABLE, "peer.starting", "This member is starting.");
      ctx.writeAndFlush(refused(frame, nobody));
      return;
    }
    try {
      offered.executor().execute(() -> answer(ctx, offered, from, frame));
    } catch (RejectedExecutionException e) {
      ctx.close(); // this member is shutting down
    }
  }

  private static void answer(ChannelHandlerContext ctx, Offered offered, Member from, Frame frame) {
    served(offered, from, frame.payload())
        .whenComplete((answer, thrown) ->
            ctx.writeAndFlush(
                thrown == null
                    ? new Frame(Frame.Kind.ANSWER, 0, frame.call(), answer)
                    : refused(frame, thrown)));
  }

  private static CompletableFuture<byte[]> served(Offered offered, Member from, byte[] question) {
    try {
      return offered.service().serve(from, question);
    } catch (RuntimeException e) { // a defect or a newer member's message: that member is told
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Frame refused(Frame call, Throwable thrown) {
    return new Frame(Frame.Kind.REFUSED, 0, call.call(), Refusals.encode(thrown));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent idle) {
      if (idle.state() == IdleState.READER_IDLE) {
        ctx.close();
      } else {
        ctx.writeAndFlush(Frame.alive());
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    peers.strange(ctx.channel().remoteAddress(), cause);
    ctx.close();
  }
}
