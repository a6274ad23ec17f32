package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.session.Session;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.telemetry.ThrottledLog;
import io.divan.kernel.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests over gRPC: finds who answers a type, and turns whatever comes of it into an
 * answer. Never fails and never blocks.
 */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final String SERVER_CHECK = "ServerCheckRequest";
  private static final int LARGE = 64 * 1024;

  private final Map<String, Operation> operations;
  private final Credentials credentials;
  private final NacosSettings settings;
  private final Clock clock;
  private final Meters meters;
  private final Executor aside;
  private final ThrottledLog strange = new ThrottledLog(log);

  /**
   * @param operations by the type of the request
   * @param aside where large requests are read, so that they do not hold up an event loop
   */
  Dispatcher(
      Map<String, Operation> operations,
      Credentials credentials,
      NacosSettings settings,
      Clock clock,
      Meters meters,
      Executor aside) {
    this.operations = Map.copyOf(operations);
    this.credentials = credentials;
    this.settings = settings;
    this.clock = clock;
    this.meters = meters;
    this.aside = aside;
  }

  NacosSettings settings() {
    return settings;
  }

  Clock clock() {
    return clock;
  }

  void malformed(Connection connection) {
    strange.warn(
        clock.nanos(), "Refuses what is no payload: door=nacos client={}", connection.client());
  }

  CompletableFuture<Payload> answer(Connection connection, Payload request) {
    long began = clock.nanos();
    connection.sign(began);
    if (request.type().equals(SERVER_CHECK)) {
      return CompletableFuture.completedFuture(serverCheck(connection));
    }
    Operation operation = operations.get(request.type());
    if (operation == null) {
      strange.warn(
          began,
          "Refuses a request of an unknown type: door=nacos client={} type={}",
          connection.client(),
          request.type());
      return refused(NacosCode.NO_HANDLER, "This server has no handler for " + request.type());
    }
    Session session = connection.session();
    if (session == null) {
      return refused(NacosCode.UNREGISTERED, "The connection has not been set up.");
    }
    CompletableFuture<ObjectNode> answer =
        request.body().length < LARGE
            ? run(operation, connection, session, request)
            : CompletableFuture.supplyAsync(
                    () -> run(operation, connection, session, request), aside)
                .thenCompose(running -> running);
    return answer.handle((body, error) -> {
      ObjectNode told = error == null ? succeeded(body) : failed(request, error);
      String outcome = error == null ? "ok" : "refused";
      meters.request("nacos", request.type(), outcome, clock.nanos() - began);
      return Payload.of(operation.answerType(), Body.bytes(told));
    });
  }

  private CompletableFuture<ObjectNode> run(
      Operation operation, Connection connection, Session session, Payload request) {
    try {
      Body body = Body.parse(request.body());
      return operation.handler().answer(new Asked(connection, session, request, body, credentials));
    } catch (RuntimeException e) { // the top of a request: a Failure, or a defect of ours
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Payload serverCheck(Connection connection) {
    ObjectNode body = succeeded(Body.object());
    body.put("connectionId", connection.id());
    body.put("supportAbilityNegotiation", true);
    return Payload.of("ServerCheckResponse", Body.bytes(body));
  }

  private static ObjectNode succeeded(ObjectNode body) {
    return body.has("resultCode")
        ? body
        : body.put("resultCode", NacosCode.OK).put("errorCode", 0).put("success", true);
  }

  private static ObjectNode failed(Payload request, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Failure failure) {
      return failure(NacosCode.of(failure.kind()).code(), failure.explanation());
    }
    log.error("A request failed: door=nacos type={}", request.type(), cause);
    return failure(NacosCode.FAILED, "Divan failed; its log says why.");
  }

  /** The body of an answer that says no. */
  static ObjectNode failure(int code, String message) {
    return Body.object()
        .put("resultCode", NacosCode.FAILED)
        .put("errorCode", code)
        .put("success", false)
        .put("message", message);
  }

  private static CompletableFuture<Payload> refused(int code, String message) {
    return CompletableFuture.completedFuture(
        Payload.of("ErrorResponse", Body.bytes(failure(code, message))));
  }
}
