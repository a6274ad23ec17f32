package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import io.divan.bench.load.Echo;
import io.divan.bench.load.Order;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The client, with its defaults but for the timeout. Argument: the server's port. */
public final class Client {
  private Client() {}

  public static void main(String[] args) throws IOException {
    RpcClient client = RpcClient.create(ClientOptions.builder().app("bench").build());
    Echo echo =
        client
            .refer(
                Echo.class,
                ReferenceOptions.of(Echo.class)
                    .at("127.0.0.1:" + args[0])
                    .withTimeout(Duration.ofSeconds(20)))
            .service();
    Order order = Order.sample();
    Driver.run(
        Map.of(
            "string", () -> echo.text("hello world, hello world"),
            "pojo", () -> echo.order(order)));
  }
}
