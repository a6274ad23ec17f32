package io.divan.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One executor's port: takes whatever it is told to run. */
final class ExecutorPort {
  private static final Pattern LOG_ID = Pattern.compile("\"logId\":(\\d+)");
  private static final Pattern DUE = Pattern.compile("\"executorParams\":\"(\\d+)");
  private static final byte[] OK = "{\"code\":200}".getBytes(StandardCharsets.UTF_8);

  private final int port;

  /**
   * Opens it.
   *
   * @param ran told the log id, and the time of which the parameters say that it was due
   */
  ExecutorPort(EventLoopGroup group, BiConsumer<Long, Long> ran) {
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(), new HttpObjectAggregator(65536), handler(ran));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly();
    port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  int port() {
    return port;
  }

  private static SimpleChannelInboundHandler<FullHttpRequest> handler(BiConsumer<Long, Long> ran) {
    return new SimpleChannelInboundHandler<>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String body = request.content().toString(StandardCharsets.UTF_8);
        Matcher id = LOG_ID.matcher(body);
        Matcher due = DUE.matcher(body);
        if (request.uri().endsWith("/run") && id.find() && due.find()) {
          ran.accept(Long.valueOf(id.group(1)), Long.valueOf(due.group(1)));
        }
        var answer =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(OK));
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, OK.length);
        context.writeAndFlush(answer);
      }
    };
  }
}
