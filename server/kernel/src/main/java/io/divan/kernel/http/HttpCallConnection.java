package io.divan.kernel.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection on which one call after the other is made. */
final class HttpCallConnection extends SimpleChannelInboundHandler<HttpObject> {
  private final Consumer<HttpCallConnection> whenFree;
  private final Consumer<HttpCallConnection> whenClosed;
  private @Nullable ChannelHandlerContext context; // once it is connected
  private @Nullable HttpCall current;
  private boolean isKept;
  private long freeSince;

  HttpCallConnection(
      Consumer<HttpCallConnection> whenFree, Consumer<HttpCallConnection> whenClosed) {
    this.whenFree = whenFree;
    this.whenClosed = whenClosed;
  }

  long idleNanos() {
    return System.nanoTime() - freeSince;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** Asks; to be called when nothing else is asked. */
  void carry(HttpCall call) {
    ChannelHandlerContext to = context;
    if (to == null || call.isOver()) {
      close();
      return;
    }
    SslHandler tls = to.pipeline().get(SslHandler.class);
    if (tls == null || tls.handshakeFuture().isSuccess()) {
      send(to, call);
      return;
    }
    tls.handshakeFuture()
        .addListener(shaken -> {
          if (!shaken.isSuccess()) {
            call.unreached(shaken.cause());
          } else if (call.isOver()) {
            close();
          } else {
            send(to, call);
          }
        });
  }

  private void send(ChannelHandlerContext to, HttpCall call) {
    if (!to.channel().isActive()) {
      call.unreached(new IOException("the connection was closed before anything was sent"));
      return;
    }
    current = call;
    to.writeAndFlush(call.send(this::close));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, HttpObject part) {
    HttpCall call = current;
    if (call == null) {
      close(); // nobody has asked
      return;
    }
    if (part.decoderResult().isFailure()) {
      lose("it is no HTTP: " + part.decoderResult().cause().getMessage());
      return;
    }
    if (part instanceof HttpResponse head) {
      isKept = HttpUtil.isKeepAlive(head);
    }
    if (part instanceof HttpContent content && !call.take(content.content())) {
      close();
    } else if (part instanceof LastHttpContent) {
      current = null;
      free();
      call.end();
    }
  }

  private void free() {
    if (isKept) {
      freeSince = System.nanoTime();
      whenFree.accept(this);
    } else {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    lose("the connection was closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    lose(String.valueOf(cause.getMessage()));
  }

  private void lose(String why) {
    HttpCall call = current;
    current = null;
    close();
    if (call != null) {
      call.fail(why);
    }
  }

  void close() {
    whenClosed.accept(this);
    if (context != null) {
      context.close();
    }
  }
}
