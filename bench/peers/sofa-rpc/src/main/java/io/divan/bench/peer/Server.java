package io.divan.bench.peer;

import com.alipay.sofa.rpc.config.ProviderConfig;
import com.alipay.sofa.rpc.config.ServerConfig;
import io.divan.bench.load.Driver;
import io.divan.bench.load.Echo;
import java.io.IOException;

/** The server, with its defaults. Argument: the port. */
public final class Server {
  private Server() {}

  public static void main(String[] args) throws IOException {
    ServerConfig server =
        new ServerConfig()
            .setProtocol("bolt")
            .setHost("127.0.0.1")
            .setPort(Integer.parseInt(args[0]))
            .setDaemon(false);
    new ProviderConfig<Echo>()
        .setInterfaceId(Echo.class.getName())
        .setRef(new Echo.Plain())
        .setServer(server)
        .setRegister(false)
        .export();
    Driver.serveUntilInputEnds();
  }
}
