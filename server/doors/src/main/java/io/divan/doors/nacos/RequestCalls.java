package io.divan.doors.nacos;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The unary method: one payload in, one out. */
final class RequestCalls implements ServerCallHandler<Payload, Payload> {
  private final Dispatcher dispatcher;

  RequestCalls(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public Listener<Payload> startCall(ServerCall<Payload, Payload> call, Metadata headers) {
    Connection connection = Objects.requireNonNull(call.getAttributes().get(GrpcPort.CONNECTION));
    call.request(2); // one is allowed; the second would be an error that gRPC must see
    return new Listener<>() {
      private @Nullable Payload request;

      @Override
      public void onMessage(Payload payload) {
        request = payload;
      }

      @Override
      public void onHalfClose() {
        if (request == null || request.isMalformed()) {
          dispatcher.malformed(connection);
          call.close(Status.INVALID_ARGUMENT.withDescription("not a payload"), new Metadata());
          return;
        }
        dispatcher.answer(connection, request).thenAccept(answer -> send(call, answer));
      }
    };
  }

  private static void send(ServerCall<Payload, Payload> call, Payload answer) {
    if (!call.isCancelled()) {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer);
      call.close(Status.OK, new Metadata());
    }
  }
}
