package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.protocol.bolt.BoltStatus;
import io.divan.rpc.CallContext;
import io.divan.rpc.RpcException;
import io.divan.rpc.TraceContext;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A timeout is a deadline that travels. */
@Timeout(20)
class DeadlineTest {
  private final LoggedLines log = new LoggedLines();
  private final AccountsInMemory accounts = new AccountsInMemory();
  private final RpcClient client =
      RpcClient.create(ClientOptions.builder().timeout(Duration.ofSeconds(8)).build());
  private RpcServer server;
  private Reference<Accounts> reference;

  @BeforeEach
  void start() throws IOException {
    server = RpcServer.start(ServerOptions.builder().port(0).workers(2).build());
    server.export(Accounts.class, accounts);
    reference =
        client.refer(
            Accounts.class, ReferenceOptions.of(Accounts.class).at(server.address().toString()));
  }

  @AfterEach
  void stop() {
    accounts.release.countDown();
    client.close();
    server.close();
    log.close();
  }

  private static Reference<Accounts> hasty(RpcClient client, RpcServer server, int millis) {
    return client.refer(
        Accounts.class,
        ReferenceOptions.of(Accounts.class)
            .at(server.address().toString())
            .withTimeout(Duration.ofMillis(millis)));
  }

  @Test
  void theServerKnowsHowLongItsCallerWaits() throws InterruptedException {
    assertThat(reference.service().slow(0)).isEqualTo("slept");
    assertThat(accounts.remaining.poll(1, TimeUnit.SECONDS))
        .isBetween(TimeUnit.SECONDS.toNanos(7), TimeUnit.SECONDS.toNanos(8));
  }

  /** Source: the key of sofa-rpc 5.14.1 and later, {@code HEAD_DEADLINE_REMAIN_TIME}. */
  @Test
  void aHeaderMayShortenWhatTheFrameSays() throws IOException, InterruptedException {
    byte[] request =
        RawClient.request(
            "io.divan.rpc.end.Accounts:1.0",
            "slow",
            new String[] {"long"},
            Map.of("sofa_head_deadline_remain_time", "1500"),
            (out, writer) -> writer.writeLong(0));
    try (RawClient raw = new RawClient(server.address())) {
      assertThat(raw.send(request).response().status()).isEqualTo(BoltStatus.SUCCESS);
    }
    assertThat(accounts.remaining.poll(1, TimeUnit.SECONDS))
        .isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1_500));
  }

  @Test
  void callsMadeWhileServingOneHaveItsDeadline() throws IOException {
    AccountsInMemory behind = new AccountsInMemory();
    try (RpcServer inner = RpcServer.start(ServerOptions.builder().port(0).build())) {
      inner.export(Accounts.class, behind);
      Reference<Accounts> next =
          client.refer(
              Accounts.class, ReferenceOptions.of(Accounts.class).at(inner.address().toString()));
      try (RpcServer outer = RpcServer.start(ServerOptions.builder().port(0).build())) {
        outer.export(Forwarder.class, text -> next.service().slow(0));
        Reference<Forwarder> forwarder =
            client.refer(
                Forwarder.class,
                ReferenceOptions.of(Forwarder.class)
                    .at(outer.address().toString())
                    .withTimeout(Duration.ofMillis(900)));
        assertThat(forwarder.service().forward("x")).isEqualTo("slept");
        assertThat(behind.remaining.poll()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(900));
      }
    }
  }

  /** Calls on. */
  interface Forwarder {
    String forward(String text);
  }

  @Test
  void aCallThatCannotMakeItIsNotSent() {
    CallContext over = CallContext.of(TraceContext.root(true), Duration.ZERO);
    assertThatThrownBy(() -> over.call(() -> reference.service().echo("late")))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("DEADLINE_PASSED");
    assertThat(server.stats().done()).isZero();
  }

  @Test
  void workWhoseCallerHasGoneIsDropped() {
    CompletableFuture<String> first = reference.future(s -> s.slow(8_000));
    CompletableFuture<String> second = reference.future(s -> s.slow(8_000));
    Conditions.await("both workers are taken", () -> accounts.remaining.size() == 2);
    Reference<Accounts> hasty = hasty(client, server, 100);
    assertThatThrownBy(() -> hasty.service().touch("too late")).hasMessageContaining("TIMEOUT");
    accounts.release.countDown();
    assertThat(first.join()).isEqualTo("released");
    assertThat(second.join()).isEqualTo("released");
    Conditions.await("it is dropped", () -> server.stats().expired() == 1);
    assertThat(accounts.touched).isEmpty();
  }
}
