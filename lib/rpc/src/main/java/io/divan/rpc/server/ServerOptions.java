package io.divan.rpc.server;

import io.divan.protocol.hessian.HessianLimits;
import io.divan.rpc.Address;
import io.divan.rpc.wire.FrameLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server listens and what it can be made to do.
 *
 * @param app the application's name, as registries and traces show it
 * @param listen where to listen; the loopback address unless set, port 0 for any free one
 * @param advertised what clients are told; null to tell them {@code listen}, which has to be one
 *     address then
 * @param frames what a connection may take
 * @param messages what a message may cost
 * @param connections the most connections open
 * @param partialBytes the most memory for all frames that have not arrived in full
 * @param ioThreads threads for sockets
 * @param workers the most threads for the services' code
 * @param queue the most requests that wait for one; beyond it the answer is "busy"
 * @param filters what is done around every call, outermost first
 */
public record ServerOptions(
    String app,
    Address listen,
    @Nullable Address advertised,
    FrameLimits frames,
    HessianLimits messages,
    int connections,
    long partialBytes,
    int ioThreads,
    int workers,
    int queue,
    List<ServerFilter> filters) {

  /** The port the peers use. */
  public static final int DEFAULT_PORT = 12200;

  public ServerOptions {
    if (connections < 1 || partialBytes < 1 || ioThreads < 1 || workers < 1 || queue < 1) {
      throw new IllegalArgumentException("a server's bounds are positive");
    }
    filters = List.copyOf(filters);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private String app = "";
    private Address listen = new Address("127.0.0.1", DEFAULT_PORT);
    private @Nullable Address advertised;
    private FrameLimits frames = FrameLimits.DEFAULT;
    private HessianLimits messages = HessianLimits.DEFAULT;
    private int connections = 16_384;
    private long partialBytes = 64L << 20;
    private int ioThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private int workers = 200;
    private int queue = 1_000;
    private final List<ServerFilter> filters = new ArrayList<>();

    private Builder() {}

    public Builder app(String name) {
      app = name;
      return this;
    }

    public Builder listen(String host, int port) {
      listen = new Address(host, port);
      return this;
    }

    public Builder port(int port) {
      listen = new Address(listen.host(), port);
      return this;
    }

    public Builder advertised(String host, int port) {
      advertised = new Address(host, port);
      return this;
    }

    public Builder frames(FrameLimits limits) {
      frames = limits;
      return this;
    }

    public Builder messages(HessianLimits limits) {
      messages = limits;
      return this;
    }

    public Builder connections(int most) {
      connections = most;
      return this;
    }

    public Builder partialBytes(long most) {
      partialBytes = most;
      return this;
    }

    public Builder ioThreads(int threads) {
      ioThreads = threads;
      return this;
    }

    public Builder workers(int most) {
      workers = most;
      return this;
    }

    public Builder queue(int most) {
      queue = most;
      return this;
    }

    public Builder filter(ServerFilter filter) {
      filters.add(filter);
      return this;
    }

    public ServerOptions build() {
      return new ServerOptions(
          app,
          listen,
          advertised,
          frames,
          messages,
          connections,
          partialBytes,
          ioThreads,
          workers,
          queue,
          filters);
    }
  }
}
