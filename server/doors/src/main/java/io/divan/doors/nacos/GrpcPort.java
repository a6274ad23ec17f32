package io.divan.doors.nacos;

import io.divan.kernel.net.GatedServer;
import io.divan.kernel.net.Network;
import io.grpc.Attributes;
import io.grpc.DecompressorRegistry;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC listener: two methods of one message, and what connections they come from. */
final class GrpcPort implements AutoCloseable {
  static final Attributes.Key<Connection> CONNECTION =
      Attributes.Key.create("io.divan.doors.nacos.connection");

  private static final Logger log = LoggerFactory.getLogger(GrpcPort.class);
  private static final String NAME = "nacos-grpc";
  private static final PayloadFormat FORMAT = new PayloadFormat();
  private static final int FRAMING = 64 * 1024; // beyond the largest JSON body
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int PING_SECONDS = 60;
  private static final int PING_ANSWER_SECONDS = 20;
  private static final int PINGS_ALLOWED_SECONDS = 10;
  private static final int RESETS_ALLOWED = 2_000; // of requests, in so many seconds
  private static final int RESETS_SECONDS = 30;

  private final GatedServer gate;
  private final Server server;

  private GrpcPort(GatedServer gate, Server server) {
    this.gate = gate;
    this.server = server;
  }

  /**
   * Opens the port.
   *
   * @throws io.divan.kernel.failure.Failure CONFLICT if it is taken
   */
  static GrpcPort open(Network network, int port, Connections connections, Dispatcher dispatcher) {
    GatedServer gate = network.gated(NAME);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(network.addresses().listen(), port))
            .bossEventLoopGroup(network.acceptors())
            .workerEventLoopGroup(network.workers())
            .channelFactory(gate.channels())
            .directExecutor() // handlers never block; see Dispatcher
            .decompressorRegistry(DecompressorRegistry.emptyInstance())
            .maxInboundMessageSize(dispatcher.settings().maxMessage().toInt() + FRAMING)
            .maxInboundMetadataSize(MAX_HEADERS)
            .maxConcurrentCallsPerConnection(dispatcher.settings().maxOpenRequests())
            .maxRstFramesPerWindow(RESETS_ALLOWED, RESETS_SECONDS)
            .handshakeTimeout(
                dispatcher.settings().arrivalTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(PING_ANSWER_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(PINGS_ALLOWED_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addStreamTracerFactory(ArrivalTracer.factory(dispatcher.clock()))
            .addTransportFilter(new Transports(gate, connections))
            .addService(
                ServerServiceDefinition.builder("Request")
                    .addMethod(
                        method("Request/request", MethodType.UNARY), new RequestCalls(dispatcher))
                    .build())
            .addService(
                ServerServiceDefinition.builder("BiRequestStream")
                    .addMethod(
                        method("BiRequestStream/requestBiStream", MethodType.BIDI_STREAMING),
                        new StreamCalls(connections))
                    .build());
    network.tlsForServer().ifPresent(tls -> builder.sslContext(sslContext(tls)));
    try {
      var opened = new GrpcPort(gate, builder.build().start());
      log.info("Listens: door={} address={}", NAME, opened.address());
      return opened;
    } catch (IOException e) {
      throw Network.portTaken(NAME, port, e.getCause() == null ? e : e.getCause());
    }
  }

  private static io.netty.handler.ssl.SslContext sslContext(SslContextBuilder tls) {
    try {
      return GrpcSslContexts.configure(tls).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MethodDescriptor<Payload, Payload> method(String name, MethodType type) {
    return MethodDescriptor.<Payload, Payload>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(FORMAT)
        .setResponseMarshaller(FORMAT)
        .build();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) Objects.requireNonNull(server.getListenSockets().getFirst());
  }

  int connections() {
    return gate.connections();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes a {@link Connection} of every transport. */
  private static final class Transports extends ServerTransportFilter {
    private final GatedServer gate;
    private final Connections connections;

    Transports(GatedServer gate, Connections connections) {
      this.gate = gate;
      this.connections = connections;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
      var client =
          (InetSocketAddress)
              Objects.requireNonNull(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
      gate.speaks(client);
      Connection connection = connections.connected(client, () -> gate.close(client));
      return attributes.toBuilder().set(CONNECTION, connection).build();
    }

    /** There are no attributes if the transport was never ready. */
    @Override
    public void transportTerminated(@Nullable Attributes attributes) {
      Connection connection = attributes == null ? null : attributes.get(CONNECTION);
      if (connection != null) {
        connections.disconnected(connection);
      }
    }
  }
}
