package io.divan.doors.nacos;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Objects;

/** The bidirectional method: the client says who it is, and is then told things. */
final class StreamCalls implements ServerCallHandler<Payload, Payload> {
  private final Connections connections;

  StreamCalls(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Listener<Payload> startCall(ServerCall<Payload, Payload> call, Metadata headers) {
    Connection connection = Objects.requireNonNull(call.getAttributes().get(GrpcPort.CONNECTION));
    if (!connection.opened(call)) {
      call.close(
          Status.FAILED_PRECONDITION.withDescription("a connection has one stream"),
          new Metadata());
      return new Listener<>() {};
    }
    call.request(1);
    return new Listener<>() {
      @Override
      public void onMessage(Payload payload) {
        connections.received(connection, payload);
        call.request(1);
      }

      @Override
      public void onHalfClose() {
        connections.streamEnded(connection);
        connection.refuse(Status.OK);
      }

      @Override
      public void onCancel() {
        connections.streamEnded(connection);
      }
    };
  }
}
