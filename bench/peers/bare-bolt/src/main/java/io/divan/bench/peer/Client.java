package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import io.divan.bench.load.Order;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The client: one connection, a future per call. Argument: the server's port. */
public final class Client {
  private final Map<Integer, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final ChannelHandlerContext context;

  private Client(int port) {
    Channel channel =
        new Bootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    socket.pipeline().addLast(new Frame.Decoder(), new Handler(pending));
                  }
                })
            .connect("127.0.0.1", port)
            .syncUninterruptibly()
            .channel();
    this.context = channel.pipeline().lastContext();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the bare pair has no errors
  private @Nullable Object call(String method, String type, Object argument) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<byte[]> future = new CompletableFuture<>();
    pending.put(id, future);
    byte[] content = Wire.request(method, type, argument);
    context.channel().writeAndFlush(Frame.encode(context, false, id, content));
    return Wire.result(future.get());
  }

  private static final class Handler extends SimpleChannelInboundHandler<Frame> {
    private final Map<Integer, CompletableFuture<byte[]>> pending;

    Handler(Map<Integer, CompletableFuture<byte[]>> pending) {
      this.pending = pending;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
      CompletableFuture<byte[]> future = pending.remove(frame.id());
      if (future != null) {
        future.complete(Objects.requireNonNull(frame.content()));
      }
    }
  }

  public static void main(String[] args) throws IOException {
    Client client = new Client(Integer.parseInt(args[0]));
    Order order = Order.sample();
    Driver.run(
        Map.of(
            "string",
            () -> client.call("text", "java.lang.String", "hello world, hello world"),
            "pojo",
            () -> client.call("order", "io.divan.bench.load.Order", order)));
  }
}
