package io.divan.bench.peer;

import io.seata.server.ServerApplication;
import java.io.OutputStream;

/** Starts the server and says when it is ready. */
public final class Server {
  private Server() {}

  /** The arguments are the port for clients and the port of its own console. */
  public static void main(String[] args) throws Exception {
    System.setProperty("server.port", args[1]);
    System.setProperty("seata.server.service-port", args[0]);
    System.setProperty("seata.security.secretKey", "bench");
    System.setProperty("seata.security.tokenValidityInMilliseconds", "1800000");
    ServerApplication.main(new String[] {"-h", "127.0.0.1", "-p", args[0]});
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream()); // until the bench lets go
    Runtime.getRuntime().halt(0);
  }
}
