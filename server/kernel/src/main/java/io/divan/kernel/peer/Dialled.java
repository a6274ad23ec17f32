package io.divan.kernel.peer;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The asking end of the link to one member: dials until it is up, and again when it has ended. */
final class Dialled {
  private static final Logger log = LoggerFactory.getLogger(Dialled.class);
  private static final Duration REDIAL = Duration.ofMillis(100);
  private static final Duration LONGEST_REDIAL = Duration.ofSeconds(1);

  private final Peers peers;
  private final Member member;
  private final Bootstrap bootstrap;
  private final AtomicLong calls = new AtomicLong();
  private volatile @Nullable Live live;
  private volatile boolean wanted = true;
  private final AtomicInteger failures = new AtomicInteger(); // since the link was last up
  private volatile String lastComplaint = "";

  Dialled(Peers peers, Member member, Bootstrap bootstrap) {
    this.peers = peers;
    this.member = member;
    this.bootstrap = bootstrap;
  }

  Member member() {
    return member;
  }

  boolean isUp() {
    return live != null;
  }

  void dial() {
    if (!wanted) {
      return;
    }
    ChannelFuture dialled = bootstrap.connect(member.host(), member.port());
    dialled.addListener(done -> {
      if (done.isSuccess()) {
        dialled.channel().closeFuture().addListener(closed -> later(dialled.channel()));
      } else {
        complain(done.cause());
        later(dialled.channel());
      }
    });
  }

  private void later(Channel channel) {
    if (!wanted) {
      return;
    }
    int shift = Math.min(failures.getAndIncrement(), 5);
    long pause = Math.min(REDIAL.toMillis() << shift, LONGEST_REDIAL.toMillis());
    channel.eventLoop().schedule(this::dial, pause, TimeUnit.MILLISECONDS);
  }

  /** Says once what is wrong, until something else is. */
  private void complain(Throwable why) {
    String complaint = String.valueOf(why.getMessage());
    if (!complaint.equals(lastComplaint)) {
      lastComplaint = complaint;
      log.info("No link to member {} yet: {}", member, complaint);
    }
  }

  CompletableFuture<byte[]> call(Topic topic, byte[] question, Duration limit) {
    Live now = live;
    if (now == null) {
      return CompletableFuture.failedFuture(unreachable("there is no link"));
    }
    return now.call(topic, question, limit);
  }

  private Failure unreachable(String why) {
    return Failure.of(
        Kind.UNAVAILABLE, "peer.unreachable", "Member " + member + " is not reached: " + why + ".");
  }

  void close() {
    wanted = false;
    Live now = live;
    if (now != null) {
      now.channel.close();
    }
  }

  /** The handler of one connection, for the bootstrap. */
  SimpleChannelInboundHandler<Frame> handler() {
    return new Asking();
  }

  /** A connection on which both sides have introduced themselves. */
  private final class Live {
    private final Channel channel;
    private final ConcurrentHashMap<Long, CompletableFuture<byte[]>> waiting =
        new ConcurrentHashMap<>();

    Live(Channel channel) {
      this.channel = channel;
    }

    CompletableFuture<byte[]> call(Topic topic, byte[] question, Duration limit) {
      var answer = new CompletableFuture<byte[]>();
      if (!channel.isWritable()) {
        answer.completeExceptionally(unreachable("it does not keep up"));
        return answer;
      }
      long number = calls.incrementAndGet();
      waiting.put(number, answer);
      channel
          .writeAndFlush(new Frame(Frame.Kind.CALL, topic.number(), number, question))
          .addListener(written -> {
            if (!written.isSuccess()) {
              answer.completeExceptionally(unreachable(String.valueOf(written.cause())));
            }
          });
      var late =
          channel
              .eventLoop()
              .schedule(
                  () -> answer.completeExceptionally(unreachable("no answer in " + limit)),
                  limit.toMillis(),
                  TimeUnit.MILLISECONDS);
      answer.whenComplete((value, thrown) -> {
        waiting.remove(number);
        late.cancel(false);
      });
      if (!channel.isActive()) {
        answer.completeExceptionally(unreachable("the link has ended"));
      }
      return answer;
    }

    void answered(Frame frame) {
      CompletableFuture<byte[]> answer = waiting.get(frame.call());
      if (answer == null) {
        return; // came too late
      }
      if (frame.kind() == Frame.Kind.ANSWER) {
        answer.complete(frame.payload());
      } else {
        answer.completeExceptionally(Refusals.decode(frame.payload()));
      }
    }

    void ended() {
      List<CompletableFuture<byte[]>> left = new ArrayList<>(waiting.values());
      left.forEach(each -> each.completeExceptionally(unreachable("the link has ended")));
    }
  }

  private final class Asking extends SimpleChannelInboundHandler<Frame> {
    private @Nullable Live mine;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(Frame.hello(peers.introduction().encode()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
      switch (frame.kind()) {
        case HELLO -> introduced(ctx, Introduction.decode(frame.payload(), peers.cluster()));
        case ANSWER, REFUSED -> {
          if (mine != null) {
            mine.answered(frame);
          }
        }
        case ALIVE -> {}
        case CALL -> ctx.close();
      }
    }

    private void introduced(ChannelHandlerContext ctx, Introduction other) {
      if (!other.member().equals(member)) {
        throw Failure.of(
            Kind.USER,
            "peer.other",
            "At " + member + " answers " + other.member() + ": see its cluster.node.");
      }
      if (!wanted) {
        ctx.close(); // no member any more since it was dialled
        return;
      }
      failures.set(0);
      lastComplaint = "";
      mine = new Live(ctx.channel());
      live = mine;
      log.info("Linked: member={}", member);
      peers.up(other);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      Live ended = mine;
      if (ended != null) {
        live = null;
        ended.ended();
        log.info("Link lost: member={}", member);
        peers.down(member);
      }
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
      complain(cause);
      ctx.close();
    }
  }
}
