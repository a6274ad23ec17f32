package io.divan.rpc.server;

import io.divan.protocol.bolt.BoltRequest;
import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.wire.BoltListener;
import io.divan.rpc.wire.CodecPool;
import io.divan.rpc.wire.IoThreads;
import io.divan.rpc.wire.ServerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers services to other applications. Thread-safe.
 *
 * <pre>
 * RpcServer server = RpcServer.start(ServerOptions.builder().port(12200).build());
 * server.export(Accounts.class, new AccountsInMemory());
 * …
 * server.drain(Duration.ofSeconds(10));
 * </pre>
 */
public final class RpcServer implements AutoCloseable {
  /** No request for so long means that clients have gone elsewhere. */
  private static final Duration QUIET = Duration.ofMillis(200);

  private final ServerOptions options;
  private final IoThreads threads;
  private final Workers workers;
  private final ServerCounters counters = new ServerCounters();
  private final Responder responder = new Responder(counters);
  private final RequestHandler handler;
  private final Map<String, ExportedService> services = new ConcurrentHashMap<>();
  private final Publications publications;
  private final BoltListener listener;
  private volatile long lastRequest = System.nanoTime();

  private RpcServer(ServerOptions options) throws IOException {
    this.options = options;
    this.publications = new Publications(options.app());
    String name = "rpc-" + options.listen().port();
    this.threads = new IoThreads(name, options.ioThreads(), false);
    this.workers = new Workers(name, options.workers(), options.queue());
    CodecPool codecs = new CodecPool(options.frames().largestContent(), options.messages());
    this.handler = new RequestHandler(services::get, codecs, responder, counters);
    try {
      this.listener =
          BoltListener.open(
              threads,
              options.listen(),
              options.frames(),
              options.connections(),
              options.partialBytes(),
              this::received);
    } catch (IOException e) {
      threads.close();
      throw e;
    }
  }

  /** Listens from now on. Requests for services not exported yet get an error. */
  public static RpcServer start(ServerOptions options) throws IOException {
    return new RpcServer(options);
  }

  private void received(ServerConnection connection, BoltRequest request) {
    long now = System.nanoTime();
    lastRequest = now;
    if (!workers.offer(handler.task(connection, request, now))) {
      handler.reject(connection, request);
    }
  }

  /** Offers a service under its interface's name. */
  public <T> void export(Class<T> service, T implementation) {
    export(service, implementation, ExportOptions.of(service));
  }

  /**
   * Offers a service. Everything its calls need is prepared here, not by the first call.
   *
   * @throws IllegalArgumentException if the name is taken, or a type of the interface's signatures
   *     cannot travel
   */
  public <T> void export(Class<T> service, T implementation, ExportOptions how) {
    ExportedService exported = new ExportedService(how, service, implementation, options.filters());
    if (services.putIfAbsent(how.name().toString(), exported) != null) {
      throw new IllegalArgumentException(how.name() + " is exported already");
    }
    publications.exported(exported);
  }

  /**
   * Announces all services, those exported later too, until the server is drained or closed. Does
   * not wait for the registry.
   *
   * @throws IllegalStateException if it is not clear which address to announce
   */
  public void publish(Discovery discovery) {
    Address advertised = AdvertisedAddress.of(options, listener.address());
    publications.add(discovery, advertised, List.copyOf(services.values()));
  }

  /** Whether the registries have taken all that is published. */
  public boolean isPublished() {
    return publications.areConfirmed();
  }

  /** Where the server listens; with the port that was free if none was given. */
  public Address address() {
    return listener.address();
  }

  public ServerStats stats() {
    int inFlight = 0;
    for (ServerConnection connection : listener.connections()) {
      inFlight += connection.inFlight();
    }
    return new ServerStats(
        counters.done.sum(),
        counters.busy.sum(),
        counters.expired.sum(),
        counters.refused.sum(),
        counters.failed.sum(),
        listener.connections().size(),
        inFlight,
        workers.queued(),
        workers.threads(),
        listener.partialBytes());
  }

  /**
   * Goes out of service without losing a call: leaves the registries, accepts no connections, tells
   * clients with every answer to go elsewhere, serves until they have and all requests are
   * answered, then closes.
   *
   * @param timeout after which to close in any case
   */
  public void drain(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    publications.withdraw();
    listener.stopAccepting();
    responder.drain();
    while (System.nanoTime() - deadline < 0 && !isQuiet()) {
      LockSupport.parkNanos(this, Duration.ofMillis(5).toNanos());
      if (Thread.currentThread().isInterrupted()) {
        break; // somebody wants out: close now
      }
    }
    close();
  }

  private boolean isQuiet() {
    return System.nanoTime() - lastRequest > QUIET.toNanos()
        && listener.connections().stream().allMatch(c -> c.inFlight() == 0 && c.isFlushed());
  }

  /** Closes at once; answers under way are lost. */
  @Override
  public void close() {
    publications.withdraw();
    listener.stopAccepting();
    listener.connections().forEach(connection -> connection.close("the server is shutting down"));
    workers.stop();
    threads.close();
  }
}
