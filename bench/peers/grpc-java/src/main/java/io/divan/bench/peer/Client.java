package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import io.divan.bench.load.Order;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The client, with its defaults but for the deadline. Argument: the server's port. */
public final class Client {
  private Client() {}

  public static void main(String[] args) throws IOException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(args[0]))
            .usePlaintext()
            .build();
    Order order = Order.sample();
    Driver.run(
        Map.of(
            "string",
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, EchoMethods.STRING, options(), "hello world, hello world"),
            "pojo",
            () ->
                Orders.toOrder(
                    ClientCalls.blockingUnaryCall(
                        channel, EchoMethods.ORDER, options(), Orders.toMessage(order)))));
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
  }
}
