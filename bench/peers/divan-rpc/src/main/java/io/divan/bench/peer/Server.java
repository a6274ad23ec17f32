package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import io.divan.bench.load.Echo;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;

/** The server, with its defaults. Argument: the port. */
public final class Server {
  private Server() {}

  public static void main(String[] args) throws IOException {
    RpcServer server =
        RpcServer.start(ServerOptions.builder().port(Integer.parseInt(args[0])).build());
    server.export(Echo.class, new Echo.Plain());
    Driver.serveUntilInputEnds();
  }
}
