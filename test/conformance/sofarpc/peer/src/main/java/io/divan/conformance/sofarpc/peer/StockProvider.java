package io.divan.conformance.sofarpc.peer;

import com.alipay.sofa.rpc.config.ProviderConfig;
import com.alipay.sofa.rpc.config.RegistryConfig;
import com.alipay.sofa.rpc.config.ServerConfig;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerInMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

/**
 * A stock server that registers itself through its own Nacos adapter. Says {@code ready} when it
 * has, takes itself off the registry at the line {@code withdraw}, and goes with its input.
 *
 * <p>Arguments: the registry's {@code host:port}, the port to serve on, the name to answer with.
 */
public final class StockProvider {
  private StockProvider() {}

  public static void main(String[] args) {
    ServerConfig server =
        new ServerConfig()
            .setProtocol("bolt")
            .setHost("127.0.0.1")
            .setVirtualHost("127.0.0.1") // it would announce another address of the machine
            .setPort(Integer.parseInt(args[1]))
            .setDaemon(false);
    ProviderConfig<Ledger> provider =
        new ProviderConfig<Ledger>()
            .setInterfaceId(Ledger.class.getName())
            .setRef(new LedgerInMemory(() -> new HashMap<>(Map.of("server", args[2]))))
            .setServer(server)
            .setRegistry(registry(args[0]));
    provider.export();
    System.out.println("ready");
    Scanner input = new Scanner(System.in);
    while (input.hasNextLine()) {
      if (input.nextLine().equals("withdraw")) {
        provider.unExport();
        System.out.println("withdrawn");
      }
    }
    Runtime.getRuntime().halt(0);
  }

  static RegistryConfig registry(String address) {
    return new RegistryConfig().setProtocol("nacos").setAddress(address);
  }
}
