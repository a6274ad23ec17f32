package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import io.divan.bench.load.Echo;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The server, with its defaults. Argument: the port. */
public final class Server {
  private Server() {}

  public static void main(String[] args) throws IOException {
    Echo echo = new Echo.Plain();
    NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])))
        .addService(
            ServerServiceDefinition.builder(EchoMethods.SERVICE)
                .addMethod(
                    EchoMethods.STRING,
                    ServerCalls.asyncUnaryCall((text, answer) -> {
                      answer.onNext(echo.text(text));
                      answer.onCompleted();
                    }))
                .addMethod(
                    EchoMethods.ORDER,
                    ServerCalls.asyncUnaryCall((message, answer) -> {
                      answer.onNext(Orders.toMessage(echo.order(Orders.toOrder(message))));
                      answer.onCompleted();
                    }))
                .build())
        .build()
        .start();
    Driver.serveUntilInputEnds();
  }
}
