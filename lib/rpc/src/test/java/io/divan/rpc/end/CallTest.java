package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.hessian.GenericObject;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.ServiceName;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.GenericReference;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.end.Accounts.Account;
import io.divan.rpc.end.Accounts.Kind;
import io.divan.rpc.end.Accounts.NoSuchAccount;
import io.divan.rpc.server.ExportOptions;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls over a real socket, both ends ours. */
@Timeout(20)
class CallTest {
  private final AccountsInMemory accounts = new AccountsInMemory();
  private RpcServer server;
  private RpcClient client;

  @BeforeEach
  void start() throws IOException {
    server = RpcServer.start(ServerOptions.builder().port(0).build());
    server.export(Accounts.class, accounts);
    client = RpcClient.create(ClientOptions.builder().app("tests").build());
  }

  @AfterEach
  void stop() {
    accounts.release.countDown();
    client.close();
    server.close();
  }

  private Reference<Accounts> refer() {
    return client.refer(
        Accounts.class, ReferenceOptions.of(Accounts.class).at(server.address().toString()));
  }

  @Test
  void valuesOfAllSortsGoThereAndBack() throws NoSuchAccount {
    Accounts service = refer().service();
    assertThat(service.echo("hällo")).isEqualTo("hällo");
    assertThat(service.add(2, 3)).isEqualTo(5);
    assertThat(service.narrow((short) 7)).isEqualTo((short) 7);
    assertThat(service.find("a")).isEqualTo(new Account("a", new BigDecimal("1.50"), Kind.SAVINGS));
    assertThat(service.byOwner(List.of("a1", "a2", "b1"))).hasSize(2).containsKey("b");
    assertThat(service.anything(null)).isEqualTo("null");
    assertThat(service.anything(List.of(1, "x"))).isEqualTo(List.of(1, "x"));
    service.touch("t");
    assertThat(accounts.touched).containsExactly("t");
  }

  @ParameterizedTest
  @EnumSource
  void everyVersionOfTheProtocolIsAnsweredInKind(BoltVersion version) {
    try (RpcClient other = RpcClient.create(ClientOptions.builder().version(version).build());
        Reference<Accounts> reference =
            other.refer(
                Accounts.class,
                ReferenceOptions.of(Accounts.class).at(server.address().toString()))) {
      assertThat(reference.service().echo(version.name())).isEqualTo(version.name());
    }
  }

  @Test
  void futuresCallbacksAndOneWayCallsDoNotWait() throws Exception {
    Reference<Accounts> reference = refer();
    CompletableFuture<Integer> sum = reference.future(s -> s.add(20, 22));
    assertThat(sum.get(5, TimeUnit.SECONDS)).isEqualTo(42);
    CompletableFuture<String> called = new CompletableFuture<>();
    reference.callback(s -> s.echo("back"), (text, thrown) -> called.complete(text + " " + thrown));
    assertThat(called.get(5, TimeUnit.SECONDS)).isEqualTo("back null");
    reference.oneWay(s -> s.touch("one-way"));
    assertThat(accounts.touched.poll(5, TimeUnit.SECONDS)).isEqualTo("one-way");
    assertThatThrownBy(() -> reference.future(s -> "no call"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMethodThatReturnsAFutureIsAsynchronousAtBothEnds() {
    Accounts service = refer().service();
    assertThat(service.later("x").join()).isEqualTo("later x");
    assertThatThrownBy(() -> service.later("").join())
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasStackTraceContaining("empty");
  }

  @Test
  void anExceptionOfTheServiceArrivesAsItselfWithItsFieldsAndCause() {
    Reference<Accounts> reference = refer();
    NoSuchAccount thrown =
        catchThrowableOfType(NoSuchAccount.class, () -> reference.service().find(""));
    assertThat(thrown).hasMessage("none").hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(thrown.id()).isEqualTo("the empty one");
    assertThatThrownBy(() -> reference.service().fails("jdk"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("not yet");
    assertThatThrownBy(() -> reference.future(s -> failing(s)).get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NoSuchAccount.class);
  }

  private static String failing(Accounts service) {
    try {
      service.fails("declared");
      return "";
    } catch (NoSuchAccount e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anExceptionOutsideTheListIsTheServersFailure() {
    Accounts service = refer().service();
    assertThatThrownBy(() -> service.fails("foreign"))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("secret class")
        .extracting(e -> ((RpcException) e).error())
        .isEqualTo(RpcError.SERVER_FAILED);
    assertThatThrownBy(() -> service.fails("error")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> service.fails("result"))
        .isInstanceOf(IllegalStateException.class)
        .hasStackTraceContaining("Undeclared: inner");
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    ReferenceOptions elsewhere =
        ReferenceOptions.of(ServiceName.of(Accounts.class).withUniqueId("other"))
            .at(server.address().toString());
    assertError(
        RpcError.SERVICE_NOT_FOUND,
        () -> client.refer(Accounts.class, elsewhere).service().echo("x"));
    assertError(
        RpcError.METHOD_NOT_FOUND,
        () -> {
          try (GenericReference generic = client.referGeneric(reference())) {
            generic.call("missing", List.of("int"), 1);
          }
        });
  }

  private ReferenceOptions reference() {
    return ReferenceOptions.of(Accounts.class).at(server.address().toString());
  }

  @Test
  void servicesOfOneInterfaceAreToldApartByVersionAndId() {
    ServiceName name = ServiceName.of(Accounts.class).withVersion("2.0").withUniqueId("eu");
    AccountsInMemory second = new AccountsInMemory();
    server.export(Accounts.class, second, ExportOptions.of(name));
    client
        .refer(Accounts.class, ReferenceOptions.of(name).at(server.address().toString()))
        .service()
        .touch("eu");
    assertThat(second.touched).containsExactly("eu");
    assertThat(accounts.touched).isEmpty();
    assertThatThrownBy(() -> server.export(Accounts.class, second, ExportOptions.of(name)))
        .hasMessageContaining("exported already");
  }

  @Test
  void aCallerWithoutTheInterfaceSendsAndGetsData() throws Exception {
    try (GenericReference generic = client.referGeneric(reference())) {
      GenericObject account =
          (GenericObject) generic.call("find", List.of("java.lang.String"), "g");
      assertThat(account).isNotNull();
      assertThat(account.type()).isEqualTo(Account.class.getName());
      assertThat(account.get("balance")).isEqualTo(new BigDecimal("1.50"));
      assertThat(generic.call("anything", List.of("java.lang.Object"), account))
          .isInstanceOf(GenericObject.class);
      assertThatThrownBy(() -> generic.call("find", List.of("java.lang.String"), ""))
          .hasMessageContaining("NoSuchAccount: none");
    }
  }

  @Test
  void aSlowAnswerIsATimeoutForEveryKindOfCall() {
    Reference<Accounts> reference =
        client.refer(Accounts.class, reference().withTimeout(Duration.ofMillis(150)));
    assertOutOfTime(() -> reference.service().slow(5_000));
    assertThatThrownBy(() -> reference.future(s -> s.slow(5_000)).get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageMatching(".*(TIMEOUT|DEADLINE_PASSED).*");
    assertThat(client.inFlight()).isZero();
    accounts.release.countDown();
    assertThat(reference.service().echo("still there")).isEqualTo("still there");
  }

  @Test
  void timeoutsOfSingleMethodsGoBeforeThoseOfTheReference() {
    Reference<Accounts> reference =
        client.refer(
            Accounts.class,
            reference()
                .withTimeout(Duration.ofSeconds(10))
                .withTimeout("slow", Duration.ofMillis(100)));
    assertOutOfTime(() -> reference.service().slow(5_000));
  }

  @Test
  void anInterruptedCallerIsToldSoAndStaysInterrupted() {
    Reference<Accounts> reference = refer();
    Thread.currentThread().interrupt();
    assertError(RpcError.INTERRUPTED, () -> reference.service().slow(5_000));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void argumentsOutsideTheListAreNotSent() {
    assertError(
        RpcError.ARGUMENTS_REFUSED,
        () -> refer().service().anything(new AccountsInMemory.Undeclared("x")));
  }

  @Test
  void manyThreadsShareOneConnection() throws Exception {
    Reference<Accounts> reference = refer();
    Thread[] threads = new Thread[16];
    CompletableFuture<?> failed = new CompletableFuture<>();
    for (int t = 0; t < threads.length; t++) {
      int number = t;
      threads[t] =
          new Thread(() -> {
            for (int i = 0; i < 500; i++) {
              if (reference.service().add(number, i) != number + i) {
                failed.completeExceptionally(new AssertionError("somebody else's answer"));
              }
            }
          });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThatThrownBy(() -> failed.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(server.stats().connections()).isEqualTo(1);
    assertThat(server.stats().inFlight()).isZero();
  }

  @Test
  void aLargeMessageGoesThroughAndATooLargeOneIsNotSent() {
    Accounts service = refer().service();
    String large = "x".repeat(5_000_000);
    assertThat(service.echo(large)).isEqualTo(large);
    assertError(RpcError.ARGUMENTS_REFUSED, () -> service.echo("x".repeat(9_000_000)));
    assertThat(service.echo("after")).isEqualTo("after");
  }

  /** A server that got to the call too late says so; usually the client is the first to know. */
  private static void assertOutOfTime(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RpcException thrown = catchThrowableOfType(RpcException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.error()).isIn(RpcError.TIMEOUT, RpcError.DEADLINE_PASSED);
  }

  private static void assertError(
      RpcError error, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RpcException thrown = catchThrowableOfType(RpcException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.error()).isEqualTo(error);
  }
}
