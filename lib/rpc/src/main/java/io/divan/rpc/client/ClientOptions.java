package io.divan.rpc.client;

import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.hessian.HessianLimits;
import io.divan.rpc.wire.FrameLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * How a client connects and calls.
 *
 * @param app the application's name, as servers and traces show it
 * @param timeout how long a call may take unless its reference says otherwise
 * @param connectTimeout how long connecting may take, and how long a call waits for it at most
 * @param reconnectFirst the pause before the first attempt to connect again
 * @param reconnectMost the longest pause, reached by doubling
 * @param heartbeat after how much silence to ask a server whether it is there; three times no
 *     answer is no
 * @param frames what a connection may take
 * @param messages what an answer may cost
 * @param inFlight the most calls under way at a connection, a power of two
 * @param ioThreads threads for sockets
 * @param version how frames are laid out
 * @param callbacks where futures complete and what hangs on them runs
 * @param filters what is done around every call, outermost first
 */
public record ClientOptions(
    String app,
    Duration timeout,
    Duration connectTimeout,
    Duration reconnectFirst,
    Duration reconnectMost,
    Duration heartbeat,
    FrameLimits frames,
    HessianLimits messages,
    int inFlight,
    int ioThreads,
    BoltVersion version,
    Executor callbacks,
    List<ClientFilter> filters) {

  public ClientOptions {
    if (inFlight < 1 || Integer.bitCount(inFlight) != 1) {
      throw new IllegalArgumentException("inFlight has to be a power of two, not " + inFlight);
    }
    if (timeout.isNegative() || timeout.isZero() || ioThreads < 1) {
      throw new IllegalArgumentException("timeouts and threads are positive");
    }
    filters = List.copyOf(filters);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private String app = "";
    private Duration timeout = Duration.ofSeconds(3);
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration reconnectFirst = Duration.ofMillis(100);
    private Duration reconnectMost = Duration.ofSeconds(5);
    private Duration heartbeat = Duration.ofSeconds(15);
    private FrameLimits frames = FrameLimits.DEFAULT;
    private HessianLimits messages = HessianLimits.DEFAULT;
    private int inFlight = 2048;
    private int ioThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private BoltVersion version = BoltVersion.V1;
    private Executor callbacks = ForkJoinPool.commonPool();
    private final List<ClientFilter> filters = new ArrayList<>();

    private Builder() {}

    public Builder app(String name) {
      app = name;
      return this;
    }

    public Builder timeout(Duration most) {
      timeout = most;
      return this;
    }

    public Builder connectTimeout(Duration most) {
      connectTimeout = most;
      return this;
    }

    public Builder reconnect(Duration first, Duration most) {
      reconnectFirst = first;
      reconnectMost = most;
      return this;
    }

    public Builder heartbeat(Duration every) {
      heartbeat = every;
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

    public Builder inFlight(int most) {
      inFlight = most;
      return this;
    }

    public Builder ioThreads(int threads) {
      ioThreads = threads;
      return this;
    }

    public Builder version(BoltVersion layout) {
      version = layout;
      return this;
    }

    public Builder callbacks(Executor executor) {
      callbacks = executor;
      return this;
    }

    public Builder filter(ClientFilter filter) {
      filters.add(filter);
      return this;
    }

    public ClientOptions build() {
      return new ClientOptions(
          app,
          timeout,
          connectTimeout,
          reconnectFirst,
          reconnectMost,
          heartbeat,
          frames,
          messages,
          inFlight,
          ioThreads,
          version,
          callbacks,
          filters);
    }
  }
}
