package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import io.divan.bench.load.Echo;
import io.divan.bench.load.Order;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The server: a pool of threads for the calls. Argument: the port. */
public final class Server {
  private Server() {}

  public static void main(String[] args) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(32);
    Echo echo = new Echo.Plain();
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Frame.Decoder(), new Handler(pool, echo));
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .syncUninterruptibly();
    Driver.serveUntilInputEnds();
  }

  private static final class Handler extends SimpleChannelInboundHandler<Frame> {
    private final ExecutorService pool;
    private final Echo echo;

    Handler(ExecutorService pool, Echo echo) {
      this.pool = pool;
      this.echo = echo;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
      pool.execute(() -> answer(ctx, frame));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the bare pair has no errors
    private void answer(ChannelHandlerContext ctx, Frame frame) {
      try {
        Wire.Call call = Wire.call(Objects.requireNonNull(frame.content()));
        byte[] content = Wire.response(invoke(call));
        ctx.writeAndFlush(Frame.encode(ctx, true, frame.id(), content));
      } catch (IOException e) {
        ctx.close();
      }
    }

    private @Nullable Object invoke(Wire.Call call) {
      return "text".equals(call.request().methodName)
          ? echo.text((String) Objects.requireNonNull(call.argument()))
          : echo.order((Order) Objects.requireNonNull(call.argument()));
    }
  }
}
