package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that says just what a test wants, right or wrong. */
final class RawClient implements AutoCloseable {
  private static final int LIMIT_SECONDS = 10;
  private static final MethodDescriptor<Payload, Payload> UNARY =
      method("Request/request", MethodType.UNARY);
  private static final MethodDescriptor<Payload, Payload> STREAM =
      method("BiRequestStream/requestBiStream", MethodType.BIDI_STREAMING);

  final CompletableFuture<Status> streamEnd = new CompletableFuture<>();
  private final ManagedChannel channel;
  private final BlockingQueue<Payload> pushed = new LinkedBlockingQueue<>();
  private @Nullable ClientCall<Payload, Payload> stream;

  RawClient(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  private static MethodDescriptor<Payload, Payload> method(String name, MethodType type) {
    return MethodDescriptor.<Payload, Payload>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(new PayloadFormat())
        .setResponseMarshaller(new PayloadFormat())
        .build();
  }

  /** Opens the stream and sets the connection up as the client of 3.1.1 does. */
  RawClient setUp() throws Exception {
    openStream();
    say("ConnectionSetupRequest", "{\"clientVersion\":\"raw\",\"abilityTable\":{}}");
    assertType(nextPush(), "SetupAckRequest");
    return this;
  }

  private static void assertType(Payload payload, String type) {
    if (!payload.type().equals(type)) {
      throw new AssertionError("expected " + type + ", got " + payload.type());
    }
  }

  void openStream() {
    ClientCall<Payload, Payload> call = channel.newCall(STREAM, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(Payload message) {
            pushed.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            streamEnd.complete(status);
          }
        },
        new Metadata());
    call.request(1000);
    stream = call;
  }

  /** Says something on the stream. */
  void say(String type, String json) {
    ClientCall<Payload, Payload> open = stream;
    if (open == null) {
      throw new IllegalStateException("no stream is open");
    }
    open.sendMessage(Payload.of(type, json.getBytes(StandardCharsets.UTF_8)));
  }

  /** The next thing the server says on the stream. */
  Payload nextPush() throws InterruptedException {
    Payload next = pushed.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was pushed");
    }
    return next;
  }

  boolean nothingPushed() {
    return pushed.isEmpty();
  }

  /** Acknowledges a push. */
  void acknowledge(Payload push) {
    String type = push.type().replace("Request", "Response");
    ObjectNode answer =
        Body.object()
            .put("resultCode", 200)
            .put("requestId", Body.parse(push.body()).text("requestId"));
    say(type, answer.toString());
  }

  Payload ask(String type, String json) throws Exception {
    return ask(type, json, Map.of());
  }

  /** Sends a request and waits for its answer. */
  Payload ask(String type, String json, Map<String, String> headers) throws Exception {
    var sorted = new TreeMap<String, String>(headers);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return send(new Payload(type, sorted, "10.0.0.9", body)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  CompletableFuture<Payload> send(Payload payload) {
    var answer = new CompletableFuture<Payload>();
    ClientCall<Payload, Payload> call = channel.newCall(UNARY, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(Payload message) {
            answer.complete(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
              answer.completeExceptionally(status.asRuntimeException());
            }
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(payload);
    call.halfClose();
    return answer;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
