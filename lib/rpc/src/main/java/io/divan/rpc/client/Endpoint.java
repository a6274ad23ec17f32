package io.divan.rpc.client;

import io.divan.rpc.Address;
import io.divan.rpc.wire.ClientConnection;
import io.divan.rpc.wire.ClientConnection.ClientSocketOptions;
import io.divan.rpc.wire.IoThreads;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server's address: keeps a connection to it, and knows how fast it answers. */
final class Endpoint implements ClientConnection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

  /** What a call under way costs, in nanoseconds, at a server that has never answered. */
  private static final double UNKNOWN_LATENCY = 1e9;

  /** What makes any other server cheaper than one that is going out of service. */
  private static final double LAST_RESORT = 1e18;

  private final Address address;
  private final IoThreads threads;
  private final ScheduledExecutorService keeper;
  private final ClientSocketOptions options;
  private final Duration firstPause;
  private final Runnable changed;
  private final Latency latency = new Latency(System.nanoTime());

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Backoff backoff;
  private int users;
  private boolean attempting;
  private boolean reported;

  private volatile @Nullable ClientConnection connection;
  private volatile boolean draining;

  /** Those of connections that are gone. */
  private final AtomicLong earlierCalls = new AtomicLong();

  private volatile long lastAttempt = System.nanoTime();
  private volatile boolean closed;

  /**
   * @param keeper where attempts to connect run
   * @param changed called when the connection has come or gone
   */
  Endpoint(
      Address address,
      IoThreads threads,
      ScheduledExecutorService keeper,
      ClientSocketOptions options,
      Duration firstPause,
      Duration longestPause,
      Runnable changed) {
    this.address = address;
    this.threads = threads;
    this.keeper = keeper;
    this.options = options;
    this.firstPause = firstPause;
    this.changed = changed;
    this.backoff = new Backoff(firstPause, longestPause, RandomGenerator.getDefault());
  }

  Address address() {
    return address;
  }

  /** One more reference uses the address. */
  void use() {
    lock.lock();
    try {
      users++;
    } finally {
      lock.unlock();
    }
    keeper.execute(this::attempt);
  }

  /** One reference less; true if that was the last. */
  boolean release() {
    lock.lock();
    try {
      return --users == 0;
    } finally {
      lock.unlock();
    }
  }

  /** The connection, null if there is none. */
  @Nullable ClientConnection connection() {
    return connection;
  }

  int inFlight() {
    ClientConnection current = connection;
    return current == null ? 0 : current.inFlight();
  }

  boolean isConnected() {
    return connection != null;
  }

  /** What one more call would cost: infinite if it cannot be made. */
  double cost() {
    ClientConnection current = connection;
    if (current == null) {
      return Double.POSITIVE_INFINITY;
    }
    int inFlight = current.inFlight();
    double nanos = latency.nanos(System.nanoTime());
    if (nanos == 0) {
      nanos = inFlight == 0 ? 0 : UNKNOWN_LATENCY; // a first call at once, no second before its end
    }
    double cost = nanos * (inFlight + 1);
    return draining ? cost + LAST_RESORT : cost;
  }

  /** Whether calls should come here: it is connected and not about to go. */
  boolean takesCalls() {
    return connection != null && !draining;
  }

  /** How many calls have been made here so far. */
  long calls() {
    ClientConnection current = connection;
    return earlierCalls.get() + (current == null ? 0 : current.calls());
  }

  /**
   * An answer has come, or none in time.
   *
   * @param fine whether it says how fast the server works; a failure that comes quickly must not
   *     make the server look fast
   */
  void observe(long nanos, long now, boolean fine) {
    if (fine || nanos > latency.nanos(now)) {
      latency.observe(nanos, now);
    }
  }

  /** The server has said that it is about to go. */
  void drain() {
    if (!draining) {
      draining = true;
      LOG.info("{} is going out of service", address);
      changed.run();
    }
  }

  /** Tries to connect now rather than when the pause is over, for a caller that waits. */
  void hurry() {
    if (connection == null && System.nanoTime() - lastAttempt > firstPause.toNanos()) {
      keeper.execute(this::attempt);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the attempt reports through the listener
  private void attemptLater(long delayNanos) {
    keeper.schedule(this::attempt, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void attempt() {
    lock.lock();
    try {
      if (closed || attempting || connection != null) {
        return;
      }
      attempting = true;
      lastAttempt = System.nanoTime();
    } finally {
      lock.unlock();
    }
    var unused = ClientConnection.connect(threads, address, options, this);
  }

  @Override
  public void connected(ClientConnection established) {
    lock.lock();
    try {
      attempting = false;
      reported = false;
      backoff.reset();
      draining = false;
      connection = established;
    } finally {
      lock.unlock();
    }
    if (closed) {
      established.close("not needed any more");
    } else {
      LOG.info("connected to {}", address);
    }
    changed.run();
  }

  @Override
  public void disconnected(ClientConnection lost, String why) {
    long pause;
    boolean first;
    lock.lock();
    try {
      attempting = false;
      connection = null;
      earlierCalls.addAndGet(lost.calls());
      pause = backoff.pause();
      first = !reported;
      reported = true;
    } finally {
      lock.unlock();
    }
    if (!closed) {
      if (first) {
        LOG.warn("no connection to {}: {}; trying again until there is one", address, why);
      }
      attemptLater(pause);
    }
    changed.run();
  }

  /** Closes once the calls under way have ended, at the deadline in any case. */
  void close(long deadline) {
    closed = true;
    ClientConnection current = connection;
    if (current == null) {
      return;
    }
    if (current.inFlight() == 0 || System.nanoTime() - deadline >= 0) {
      current.close("not needed any more");
    } else {
      closeLater(deadline);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // ends by itself
  private void closeLater(long deadline) {
    keeper.schedule(() -> close(deadline), 20, TimeUnit.MILLISECONDS);
  }
}
