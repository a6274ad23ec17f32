package io.divan.process;

import java.util.List;

/**
 * Where a server listens.
 *
 * @param nacos Nacos's HTTP; its gRPC port is 1000 above
 * @param seata the transaction coordinator
 * @param console pages, metrics and health
 */
public record ServerPorts(int nacos, int seata, int console) {
  /** The peers' own ports, which a server takes if it is told nothing. */
  public static final ServerPorts DEFAULT = new ServerPorts(8848, 8091, 8080);

  private static final int GRPC_DISTANCE = 1000;

  public static ServerPorts free() {
    return new ServerPorts(Ports.free(0, GRPC_DISTANCE), Ports.free(), Ports.free());
  }

  /** All of them, the derived one included. */
  public List<Integer> all() {
    return List.of(nacos, nacos + GRPC_DISTANCE, seata, console);
  }
}
