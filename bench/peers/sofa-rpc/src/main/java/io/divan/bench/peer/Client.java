package io.divan.bench.peer;

import com.alipay.sofa.rpc.config.ConsumerConfig;
import io.divan.bench.load.Driver;
import io.divan.bench.load.Echo;
import io.divan.bench.load.Order;
import java.io.IOException;
import java.util.Map;

/** The client, with its defaults but for the timeout. Argument: the server's port. */
public final class Client {
  private Client() {}

  public static void main(String[] args) throws IOException {
    Echo echo =
        new ConsumerConfig<Echo>()
            .setInterfaceId(Echo.class.getName())
            .setProtocol("bolt")
            .setDirectUrl("bolt://127.0.0.1:" + args[0])
            .setRegister(false)
            .setTimeout(20_000)
            .refer();
    Order order = Order.sample();
    Driver.run(
        Map.of(
            "string", () -> echo.text("hello world, hello world"),
            "pojo", () -> echo.order(order)));
  }
}
