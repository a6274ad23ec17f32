package io.divan.doors.nacos;

import io.divan.kernel.time.Clock;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Tells a connection's {@link Arrivals} of one stream; called on its event loop. */
final class ArrivalTracer extends ServerStreamTracer {
  private final Clock clock;
  private @Nullable Arrivals arrivals;
  private long bytes;

  private ArrivalTracer(Clock clock) {
    this.clock = clock;
  }

  static Factory factory(Clock clock) {
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ArrivalTracer(clock);
      }
    };
  }

  @Override
  public void serverCallStarted(ServerCallInfo<?, ?> call) {
    Connection connection = call.getAttributes().get(GrpcPort.CONNECTION);
    if (connection != null) {
      arrivals = connection.arrivals();
      arrivals.waiting(this, clock.nanos());
    }
  }

  @Override
  public void inboundWireSize(long more) {
    if (arrivals != null) {
      bytes += more;
      arrivals.waiting(this, clock.nanos());
      arrivals.more(more);
    }
  }

  @Override
  public void inboundMessageRead(int sequence, long wireSize, long uncompressedSize) {
    whole();
  }

  @Override
  public void streamClosed(Status status) {
    whole();
  }

  private void whole() {
    if (arrivals != null) {
      arrivals.whole(this, bytes);
      bytes = 0;
    }
  }
}
