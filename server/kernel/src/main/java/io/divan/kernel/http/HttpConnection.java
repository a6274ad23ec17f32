package io.divan.kernel.http;

import io.divan.kernel.failure.Failure;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP connection: turns Netty's requests into ours, and our answers into Netty's. */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
  private static final int MAX_PARAMETERS = 1000;

  private final String door;
  private final RequestArrival arrival;
  private final Routes routes;
  private final Executor handlers;
  private final Semaphore slots;

  HttpConnection(
      String door, RequestArrival arrival, Routes routes, Executor handlers, Semaphore slots) {
    this.door = door;
    this.arrival = arrival;
    this.routes = routes;
    this.handlers = handlers;
    this.slots = slots;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    context.channel().config().setAutoRead(false); // one at a time, so answers keep their order
    arrival.whole();
    boolean head = message.method().name().equals("HEAD");
    if (!message.decoderResult().isSuccess()) {
      answer(context, HttpResponse.text(400, "This is not an HTTP/1.1 request.\n"), head);
      arrival.strange(context, message.decoderResult().cause());
      return;
    }
    HttpResponse refusal = dispatch(context, message, head);
    if (refusal != null) {
      answer(context, refusal, head);
    }
  }

  private @Nullable HttpResponse dispatch(
      ChannelHandlerContext context, FullHttpRequest message, boolean head) {
    QueryStringDecoder query;
    String path;
    try {
      query = new QueryStringDecoder(message.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS);
      path = query.path();
    } catch (IllegalArgumentException e) {
      return HttpResponse.text(400, "The path is not decodable.\n");
    }
    return switch (routes.find(message.method().name(), path)) {
      case Routes.Found.Nothing() -> HttpResponse.text(404, "Nothing is at " + path + "\n");
      case Routes.Found.WrongMethod(String allowed) ->
          HttpResponse.text(405, "Allowed here: " + allowed + "\n").with("Allow", allowed);
      case Routes.Found.Target target ->
          run(context, target, request(context, message, query, target), head);
    };
  }

  private @Nullable HttpResponse run(
      ChannelHandlerContext context,
      Routes.Found.Target target,
      HttpRequest request,
      boolean head) {
    if (!slots.tryAcquire()) {
      return HttpResponse.text(503, "Too many requests at once.\n").with("Retry-After", "1");
    }
    try {
      handlers.execute(() -> {
        try {
          answer(context, handle(target.handler(), request), head);
        } finally {
          slots.release();
        }
      });
      return null;
    } catch (RejectedExecutionException e) {
      slots.release();
      return HttpResponse.text(503, "The server is shutting down.\n");
    }
  }

  private HttpResponse handle(Routes.Handler handler, HttpRequest request) {
    try {
      return handler.handle(request);
    } catch (Failure e) {
      return HttpResponse.text(HttpStatus.of(e.kind()), e.explanation() + "\n");
    } catch (RuntimeException e) { // the top of a request's thread
      log.error("A request failed: door={} path={}", door, request.path(), e);
      return HttpResponse.text(500, "Divan failed; its log says why.\n");
    }
  }

  private static HttpRequest request(
      ChannelHandlerContext context,
      FullHttpRequest message,
      QueryStringDecoder query,
      Routes.Found.Target target) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    target.pathParameters().forEach((name, value) -> parameters.put(name, List.of(value)));
    addAll(query, parameters);
    Map<String, String> headers = new LinkedHashMap<>();
    message
        .headers()
        .forEach(
            each -> headers.putIfAbsent(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
    byte[] body = ByteBufUtil.getBytes(message.content());
    String type = headers.getOrDefault("content-type", "");
    if (type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      addAll(
          new QueryStringDecoder(
              new String(body, StandardCharsets.UTF_8),
              StandardCharsets.UTF_8,
              false,
              MAX_PARAMETERS),
          parameters);
    }
    return new HttpRequest(
        message.method().name(),
        query.path(),
        parameters,
        headers,
        body,
        (InetSocketAddress) context.channel().remoteAddress());
  }

  private static void addAll(QueryStringDecoder from, Map<String, List<String>> into) {
    from.parameters()
        .forEach((name, values) ->
            into.merge(
                name,
                values,
                (earlier, later) -> {
                  var both = new ArrayList<>(earlier);
                  both.addAll(later);
                  return both;
                }));
  }

  private void answer(ChannelHandlerContext context, HttpResponse response, boolean head) {
    var message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
    message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    message.headers().set("X-Content-Type-Options", "nosniff");
    HttpUtil.setContentLength(message, response.body().length);
    response.headers().forEach(message.headers()::set);
    context.executor().execute(() -> write(context, message));
  }

  private void write(ChannelHandlerContext context, FullHttpResponse message) {
    arrival.answering();
    if (message.status().equals(HttpResponseStatus.BAD_REQUEST)) {
      message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    } else {
      context
          .writeAndFlush(message)
          .addListener(written -> {
            arrival.answered();
            context.channel().config().setAutoRead(true);
          });
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug(
        "Connection dropped: door={} client={}", door, context.channel().remoteAddress(), cause);
    context.close();
  }
}
