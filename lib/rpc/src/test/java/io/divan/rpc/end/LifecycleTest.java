package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.rpc.Address;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import io.divan.rpc.wire.FrameLimits;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are full, that come, go, hang and come back. */
@Timeout(30)
class LifecycleTest {
  private final LoggedLines log = new LoggedLines();
  private final AccountsInMemory accounts = new AccountsInMemory();
  private final List<RpcServer> servers = new ArrayList<>();
  private final RpcClient client =
      RpcClient.create(
          ClientOptions.builder()
              .timeout(Duration.ofSeconds(8))
              .connectTimeout(Duration.ofMillis(500))
              .reconnect(Duration.ofMillis(5), Duration.ofMillis(50))
              .heartbeat(Duration.ofMillis(100))
              .build());

  @AfterEach
  void stop() {
    accounts.release.countDown();
    client.close();
    servers.forEach(RpcServer::close);
    log.close();
  }

  private RpcServer start(ServerOptions.Builder options) throws IOException {
    RpcServer server = RpcServer.start(options.build());
    server.export(Accounts.class, accounts);
    servers.add(server);
    return server;
  }

  private static ServerOptions.Builder anyPort() {
    return ServerOptions.builder().port(0);
  }

  private Reference<Accounts> refer(Address... addresses) {
    ReferenceOptions options = ReferenceOptions.of(Accounts.class);
    for (Address address : addresses) {
      options = options.at(address.toString());
    }
    return client.refer(Accounts.class, options);
  }

  /** Below the range from which a client that tries again and again takes its own ports. */
  private static Address freeAddress() throws IOException {
    int port = 12_000;
    while (!isFree(port)) {
      port++;
    }
    return new Address("127.0.0.1", port);
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    }
  }

  @Test
  void aFullServerSaysSoAtOnceAndServesTheRest() throws IOException {
    RpcServer server = start(anyPort().workers(1).queue(2));
    Reference<Accounts> reference = refer(server.address());
    List<CompletableFuture<String>> taken = new ArrayList<>();
    taken.add(reference.future(s -> s.slow(8_000)));
    Conditions.await("the worker is taken", () -> accounts.remaining.size() == 1);
    taken.add(reference.future(s -> s.slow(8_000)));
    taken.add(reference.future(s -> s.slow(8_000)));
    Conditions.await("the queue is full", () -> server.stats().queued() == 2);
    assertError(RpcError.SERVER_BUSY, () -> reference.service().echo("no room"));
    assertThat(server.stats().busy()).isEqualTo(1);
    accounts.release.countDown();
    assertThat(taken).allMatch(f -> f.join().equals("released"));
    assertThat(reference.service().echo("room")).isEqualTo("room");
  }

  @Test
  void aClientHasItsBoundTooAndSendsNothingBeyondIt() throws IOException {
    RpcServer server = start(anyPort());
    try (RpcClient small = RpcClient.create(ClientOptions.builder().inFlight(2).build())) {
      Reference<Accounts> reference =
          small.refer(
              Accounts.class, ReferenceOptions.of(Accounts.class).at(server.address().toString()));
      CompletableFuture<String> first = reference.future(s -> s.slow(8_000));
      CompletableFuture<String> second = reference.future(s -> s.slow(8_000));
      assertError(RpcError.CLIENT_BUSY, () -> reference.service().echo("third"));
      accounts.release.countDown();
      assertThat(first.join()).isEqualTo(second.join());
    }
  }

  @Test
  void aServerThatIsNotThereYetIsFoundWhenItComes() throws IOException {
    Address address = freeAddress();
    Reference<Accounts> reference = refer(address);
    assertThat(reference.isReady()).isFalse();
    assertError(RpcError.NOT_CONNECTED, () -> reference.service().echo("nobody"));
    start(anyPort().port(address.port()));
    assertThat(reference.awaitReady(Duration.ofSeconds(5))).isTrue();
    assertThat(reference.service().echo("there")).isEqualTo("there");
    assertThat(log.lines()).filteredOn(l -> l.contains("no connection to")).hasSize(1);
  }

  @Test
  void aServerThatComesBackIsCalledAgain() throws IOException {
    Address address = freeAddress();
    RpcServer first = start(anyPort().port(address.port()));
    Reference<Accounts> reference = refer(address);
    assertThat(reference.service().echo("before")).isEqualTo("before");
    CompletableFuture<String> lost = reference.future(s -> s.slow(8_000));
    Conditions.await("the call has arrived", () -> accounts.remaining.size() == 1);
    first.close();
    assertThatThrownBy(lost::join).hasMessageContaining("CONNECTION_LOST");
    start(anyPort().port(address.port()));
    assertThat(reference.service().echo("after")).isEqualTo("after");
  }

  @Test
  void oneServerOfSeveralMayGo() throws IOException {
    RpcServer one = start(anyPort());
    RpcServer two = start(anyPort());
    Reference<Accounts> reference = refer(one.address(), two.address());
    assertThat(reference.awaitReady(Duration.ofSeconds(5))).isTrue();
    one.close();
    for (int i = 0; i < 100; i++) {
      try {
        assertThat(reference.service().echo("x" + i)).isEqualTo("x" + i);
      } catch (RpcException e) {
        assertThat(e.kind()).isEqualTo(RpcError.Kind.UNKNOWN); // it was under way
      }
    }
    assertThat(two.stats().done()).isGreaterThan(90);
  }

  /** Accepts connections and says nothing, as a stopped process does. */
  @Test
  void aServerThatHangsIsLeftForOneThatDoesNot() throws IOException {
    RpcServer working = start(anyPort());
    AtomicInteger accepted = new AtomicInteger();
    List<Socket> held = new ArrayList<>();
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread acceptor =
          new Thread(() -> {
            try {
              while (true) {
                held.add(hanging.accept());
                accepted.incrementAndGet();
              }
            } catch (IOException e) {
              // closed, the test is over
            }
          });
      acceptor.start();
      Reference<Accounts> reference =
          refer(new Address("127.0.0.1", hanging.getLocalPort()), working.address());
      Conditions.await("the connection is given up and tried again", () -> accepted.get() > 1);
      assertThat(log.lines()).anyMatch(l -> l.contains("no answer to 3 heartbeats"));
      assertThat(reference.isReady()).isTrue();
    }
    for (Socket socket : held) {
      socket.close();
    }
  }

  @Test
  void heartbeatsKeepAnIdleConnectionOpen() throws IOException {
    RpcServer server =
        start(anyPort().frames(FrameLimits.DEFAULT.withIdleTime(Duration.ofMillis(400))));
    Reference<Accounts> reference = refer(server.address());
    assertThat(reference.awaitReady(Duration.ofSeconds(5))).isTrue();
    long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    Conditions.await("a second has passed", () -> System.nanoTime() - until > 0);
    assertThat(reference.service().echo("x")).isEqualTo("x");
    assertThat(log.lines()).noneMatch(l -> l.contains("no connection"));
  }

  @Test
  void aDrainedServerFinishesWhatItHasAndItsClientsGoElsewhere() throws Exception {
    RpcServer old = start(anyPort());
    RpcServer young = start(anyPort());
    Reference<Accounts> reference = refer(old.address(), young.address());
    Conditions.await(
        "both are connected",
        () -> old.stats().connections() == 1 && young.stats().connections() == 1);
    List<CompletableFuture<String>> slow = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      slow.add(reference.future(s -> s.slow(8_000)));
    }
    Conditions.await("all are being served", () -> accounts.remaining.size() == 8);
    Thread drain = new Thread(() -> old.drain(Duration.ofSeconds(8)));
    drain.start();
    for (int i = 0; i < 500; i++) {
      assertThat(reference.service().echo("during " + i)).isEqualTo("during " + i);
    }
    accounts.release.countDown();
    assertThat(slow).allMatch(f -> f.join().equals("released"));
    drain.join();
    for (int i = 0; i < 100; i++) {
      assertThat(reference.service().echo("after " + i)).isEqualTo("after " + i);
    }
    assertThat(young.stats().done()).isGreaterThan(100);
  }

  @Test
  void aClosedReferenceMakesNoCallsAndAnotherOfTheSameServerDoes() throws IOException {
    RpcServer server = start(anyPort());
    Reference<Accounts> first = refer(server.address());
    Reference<Accounts> second = refer(server.address());
    assertThat(first.service().echo("x")).isEqualTo("x");
    first.close();
    assertError(RpcError.CLOSING, () -> first.service().echo("x"));
    assertThat(second.service().echo("y")).isEqualTo("y");
    second.close();
    Conditions.await("nobody is connected", () -> server.stats().connections() == 0);
  }

  @Test
  void aClientThatIsClosedWaitsForItsCalls() throws IOException {
    RpcServer server = start(anyPort());
    RpcClient closing = RpcClient.create();
    Reference<Accounts> reference =
        closing.refer(
            Accounts.class, ReferenceOptions.of(Accounts.class).at(server.address().toString()));
    CompletableFuture<String> slow = reference.future(s -> s.slow(300));
    Conditions.await("it is being served", () -> accounts.remaining.size() == 1);
    closing.close(Duration.ofSeconds(8));
    assertThat(slow.join()).isEqualTo("slept");
    assertError(RpcError.CLOSING, () -> reference.service().echo("x"));
  }

  @Test
  void aTakenPortIsSaidSo() throws IOException {
    RpcServer server = start(anyPort());
    assertThatThrownBy(() -> start(anyPort().port(server.address().port())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.address().port());
  }

  private static void assertError(RpcError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(RpcException.class)
        .extracting(e -> ((RpcException) e).error())
        .isEqualTo(error);
  }
}
