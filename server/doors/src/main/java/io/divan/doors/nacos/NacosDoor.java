package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.config.Configurations;
import io.divan.domain.identity.Identity;
import io.divan.domain.registry.Registry;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.http.HttpServer;
import io.divan.kernel.http.HttpSettings;
import io.divan.kernel.http.Routes;
import io.divan.kernel.net.Network;
import io.divan.kernel.net.Network.Listener;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.telemetry.Health;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.time.Clock;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The open door: Nacos clients connect to its two ports. */
public final class NacosDoor implements AutoCloseable {
  private static final String HTTP = "nacos-http";
  private static final int GRPC_OFFSET = 1000;
  private static final int HIGHEST_PORT = 65_535;
  private static final int TRIES = 100;

  private final Connections connections;
  private final HttpServer httpServer;
  private final Listener http;
  private final GrpcPort grpc;

  private NacosDoor(Connections connections, HttpServer httpServer, Listener http, GrpcPort grpc) {
    this.connections = connections;
    this.httpServer = httpServer;
    this.http = http;
    this.grpc = grpc;
  }

  /**
   * What the door opens to.
   *
   * @param aside where what takes longer than an event loop may be kept is done
   */
  public record Inside(
      Identity identity,
      Configurations configurations,
      Registry registry,
      Sessions sessions,
      Health health,
      Meters meters,
      Clock clock,
      Executor aside) {}

  /**
   * Opens both ports.
   *
   * @throws Failure CONFLICT if one is taken
   */
  public static NacosDoor open(
      Network network, Inside inside, NacosSettings settings, HttpSettings httpSettings) {
    var credentials = new Credentials(inside.identity(), inside.clock());
    var connections =
        new Connections(inside.sessions(), network.unfinished(), inside.clock(), settings);
    var dispatcher =
        new Dispatcher(
            operations(inside),
            credentials,
            settings,
            inside.clock(),
            inside.meters(),
            inside.aside());
    var address = new AtomicReference<>("");
    Routes routes = routes(inside, connections, credentials, settings, address::get);
    var httpServer = new HttpServer(network, httpSettings);
    for (int attempt = 1; ; attempt++) {
      Listener http = httpServer.listen(HTTP, settings.httpPort(), routes);
      try {
        GrpcPort grpc =
            GrpcPort.open(network, grpcPort(settings, http.port()), connections, dispatcher);
        address.set(network.addresses().advertised() + ":" + http.port());
        inside
            .meters()
            .gauge("divan_nacos_connections", "Open gRPC connections.", grpc::connections);
        return new NacosDoor(connections, httpServer, http, grpc);
      } catch (Failure e) {
        http.close();
        if (settings.httpPort() != 0 || attempt == TRIES) { // any free pair will do only for 0
          throw e;
        }
      }
    }
  }

  private static int grpcPort(NacosSettings settings, int httpPort) {
    if (settings.grpcPort() != 0) {
      return settings.grpcPort();
    }
    int port = httpPort + GRPC_OFFSET;
    if (port > HIGHEST_PORT) {
      throw Network.portTaken("nacos-grpc", port, null);
    }
    return port;
  }

  private static Map<String, Operation> operations(Inside inside) {
    Map<String, Operation> operations = new HashMap<>();
    operations.putAll(new ConfigRequests(inside.configurations()).operations());
    operations.putAll(new NamingRequests(inside.registry()).operations());
    operations.put("HealthCheckRequest", new Operation("HealthCheckResponse", asked -> alive()));
    return operations;
  }

  private static CompletableFuture<ObjectNode> alive() {
    return CompletableFuture.completedFuture(Operation.done());
  }

  private static Routes routes(
      Inside inside,
      Connections connections,
      Credentials credentials,
      NacosSettings settings,
      Supplier<String> address) {
    var paths = new HttpPaths(credentials);
    var longPolls =
        new LongPolls(inside.configurations(), inside.sessions(), inside.clock(), settings);
    new LoginPaths(inside.identity()).addTo(paths);
    new UserPaths(inside.identity()).addTo(paths);
    new ConfigPaths(inside.configurations(), longPolls).addTo(paths);
    new NamingPaths(inside.registry()).addTo(paths);
    new ServerPaths(
            inside.health(), inside.identity(), inside.configurations(), connections, address)
        .addTo(paths);
    return paths.routes();
  }

  public InetSocketAddress httpAddress() {
    return http.address();
  }

  public InetSocketAddress grpcAddress() {
    return grpc.address();
  }

  @Override
  public void close() {
    connections.close();
    grpc.close();
    http.close();
    httpServer.close();
  }
}
