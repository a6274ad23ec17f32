package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.rpc.CallContext;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.TraceContext;
import io.divan.rpc.client.ClientFilter;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerCall;
import io.divan.rpc.server.ServerFilter;
import io.divan.rpc.server.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters of both sides, and the trace that goes through them. */
@Timeout(20)
class FilterTest {
  private final List<String> events = new CopyOnWriteArrayList<>();

  private interface Body {
    void run(Reference<Accounts> reference) throws Exception;
  }

  private void run(List<ClientFilter> clientFilters, List<ServerFilter> serverFilters, Body body)
      throws Exception {
    ServerOptions.Builder server = ServerOptions.builder().port(0);
    serverFilters.forEach(server::filter);
    ClientOptions.Builder client = ClientOptions.builder().app("caller");
    clientFilters.forEach(client::filter);
    try (LoggedLines log = new LoggedLines();
        RpcServer started = start(server);
        RpcClient created = RpcClient.create(client.build())) {
      body.run(
          created.refer(
              Accounts.class,
              ReferenceOptions.of(Accounts.class).at(started.address().toString())));
      assertThat(log.lines()).noneMatch(line -> line.startsWith("SEVERE"));
    }
  }

  private static RpcServer start(ServerOptions.Builder options) throws IOException {
    RpcServer server = RpcServer.start(options.build());
    server.export(Accounts.class, new AccountsInMemory());
    return server;
  }

  private ClientFilter client(String name) {
    return (call, next) -> {
      events.add(name + " before " + call.method());
      return next.proceed(call).whenComplete((r, e) -> events.add(name + " after " + r));
    };
  }

  private ServerFilter server(String name) {
    return (call, next) -> {
      events.add(name + " before " + call.method());
      try {
        return next.proceed(call);
      } finally {
        events.add(name + " after");
      }
    };
  }

  @Test
  void filtersAreNestedOutermostFirst() throws Exception {
    run(
        List.of(client("c1"), client("c2")),
        List.of(server("s1"), server("s2")),
        reference -> {
          assertThat(reference.service().echo("x")).isEqualTo("x");
          assertThat(events)
              .containsExactly(
                  "c1 before echo",
                  "c2 before echo",
                  "s1 before echo",
                  "s2 before echo",
                  "s2 after",
                  "s1 after",
                  "c2 after x",
                  "c1 after x");
        });
  }

  @Test
  void everyKindOfCallGoesThroughThem() throws Exception {
    run(
        List.of(client("c")),
        List.of(server("s")),
        reference -> {
          assertThat(reference.future(s -> s.add(1, 2)).join()).isEqualTo(3);
          assertThat(reference.service().later("x").join()).isEqualTo("later x");
          reference.oneWay(s -> s.touch("x"));
          assertThat(events).contains("c before add", "c before later", "c before touch");
          Conditions.await("it arrives", () -> events.contains("s before touch"));
          assertThatThrownBy(() -> reference.service().fails("jdk"))
              .isInstanceOf(UnsupportedOperationException.class);
        });
  }

  @Test
  void aClientFilterMayAnswerItselfChangeOrRepeatTheCall() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    ClientFilter cached =
        (call, next) ->
            call.method().equals("echo") && "cached".equals(call.arguments()[0])
                ? CompletableFuture.completedFuture("from the cache")
                : next.proceed(call);
    ClientFilter shouting =
        (call, next) -> {
          if (call.method().equals("echo")) {
            call.arguments()[0] = call.arguments()[0] + "!";
          }
          return next.proceed(call);
        };
    ClientFilter repeating =
        (call, next) ->
            next.proceed(call)
                .exceptionallyCompose(
                    e -> attempts.incrementAndGet() < 2 ? next.proceed(call) : failed(e));
    run(
        List.of(cached, repeating, shouting),
        List.of((call, next) -> {
          if (call.method().equals("add") && attempts.get() < 1) {
            throw new RpcException(RpcError.SERVER_BUSY, "come back later");
          }
          return next.proceed(call);
        }),
        reference -> {
          assertThat(reference.service().echo("cached")).isEqualTo("from the cache");
          assertThat(reference.service().echo("hey")).isEqualTo("hey!");
          assertThat(reference.service().add(1, 2)).isEqualTo(3);
          assertThat(attempts).hasValue(1);
        });
  }

  private static CompletableFuture<Object> failed(Throwable e) {
    return CompletableFuture.failedFuture(e);
  }

  @Test
  void aRefusalOfAServerFilterArrivesAsTheErrorItIs() throws Exception {
    run(
        List.of(),
        List.of((call, next) -> {
          throw new RpcException(RpcError.SERVER_BUSY, "over the limit");
        }),
        reference ->
            assertThatThrownBy(() -> reference.service().echo("x"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("over the limit")
                .extracting(e -> ((RpcException) e).error())
                .isEqualTo(RpcError.SERVER_BUSY));
  }

  @Test
  void headersGoBothWaysAndTheServerKnowsItsCaller() throws Exception {
    run(
        List.of((call, next) -> {
          call.header("rpc_req_baggage.user", "ann");
          return next.proceed(call);
        }),
        List.of((call, next) -> {
          events.add(call.callerApp() + " " + call.header("rpc_req_baggage.user"));
          events.add(call.service() + " " + call.remote().startsWith("127.0.0.1:"));
          call.respondWithHeader("rpc_resp_baggage.node", "n1");
          return next.proceed(call);
        }),
        reference -> {
          assertThat(reference.service().echo("x")).isEqualTo("x");
          assertThat(events).containsExactly("caller ann", "io.divan.rpc.end.Accounts:1.0 true");
        });
  }

  @Test
  void theTraceOfACallIsTheServersOwn() throws Exception {
    TraceContext outer = TraceContext.root(false);
    run(
        List.of(),
        List.of((call, next) -> {
          events.add(call.trace().traceparent() + " " + call.trace().sofaRpcId());
          events.add(String.valueOf(call.equals(ServerCall.currentServerCall())));
          return next.proceed(call);
        }),
        reference -> {
          CallContext context = CallContext.of(outer, Duration.ofSeconds(5));
          context.call(() -> reference.service().echo("first"));
          context.call(() -> reference.service().echo("second"));
          assertThat(events.get(0)).startsWith("00-" + outer.traceId()).endsWith("-00 0.1");
          assertThat(events.get(1)).isEqualTo("true");
          assertThat(events.get(2)).startsWith("00-" + outer.traceId()).endsWith("-00 0.2");
          reference.service().echo("a trace of its own");
          assertThat(events.get(4)).doesNotContain(outer.traceId()).endsWith("-01 0");
        });
  }
}
