package io.divan.rpc.server;

import io.divan.protocol.bolt.BoltBody;
import io.divan.protocol.bolt.BoltFormatException;
import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.hessian.HessianException;
import io.divan.protocol.hessian.HessianFormatException;
import io.divan.protocol.hessian.HessianReader;
import io.divan.protocol.sofarpc.SofaHeader;
import io.divan.protocol.sofarpc.SofaRequest;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.wire.Codec;
import io.divan.rpc.wire.CodecPool;
import io.divan.rpc.wire.ServerConnection;
import io.divan.rpc.wire.SparseLog;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries requests out: read, call the service, answer. In the workers' threads. */
final class RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
  private static final byte[] REQUEST_CLASS =
      SofaRequest.WIRE_NAME.getBytes(StandardCharsets.US_ASCII);
  private static final byte HESSIAN = 1;

  private final Function<String, @Nullable ExportedService> services;
  private final CodecPool codecs;
  private final Responder responder;
  private final ServerCounters counters;
  private final SparseLog log = new SparseLog(LOG);

  RequestHandler(
      Function<String, @Nullable ExportedService> services,
      CodecPool codecs,
      Responder responder,
      ServerCounters counters) {
    this.services = services;
    this.codecs = codecs;
    this.responder = responder;
    this.counters = counters;
  }

  /** What a worker runs for a request. */
  Runnable task(ServerConnection connection, BoltRequest request, long arrived) {
    return new Task(new Question(connection, request), arrived);
  }

  /** In the connection's thread: too many requests wait. */
  void reject(ServerConnection connection, BoltRequest request) {
    counters.busy.increment();
    connection.answer(request, BoltStatus.SERVER_THREADPOOL_BUSY);
    connection.finished();
  }

  /** One request from here to its answer. */
  private final class Task implements Runnable {
    private final Question question;
    private final BoltRequest request;
    private final long arrived;

    Task(Question question, long arrived) {
      this.question = question;
      this.request = question.request();
      this.arrived = arrived;
    }

    @Override
    public void run() {
      boolean answered = true;
      Codec codec = codecs.borrow();
      try {
        answered = handle(codec);
      } catch (BoltFormatException | HessianException e) {
        counters.refused.increment();
        String why = String.valueOf(e.getMessage());
        log.warn("refusing a request from {}: {}", question.connection().remote(), why);
        responder.status(codec, question, BoltStatus.SERVER_DESERIAL_EXCEPTION, why);
      } finally {
        codecs.giveBack(codec);
        if (answered) {
          question.connection().finished();
        }
      }
    }

    /** False if the answer comes later, from another thread. */
    private boolean handle(Codec codec) {
      long deadline = ServerCall.deadline(request, arrived);
      if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline >= 0) {
        counters.expired.increment();
        return true; // nobody waits
      }
      BoltBody body = request.body();
      if (!body.isClass(REQUEST_CLASS) || request.codec() != HESSIAN) {
        String what = body.className() + " in codec " + request.codec();
        responder.status(codec, question, BoltStatus.SERVER_EXCEPTION, "no processor for " + what);
        return true;
      }
      ExportedService service = service(body);
      if (service == null) {
        String text = "no service " + body.header(SofaHeader.SERVICE) + " here";
        responder.error(codec, question, RpcError.SERVICE_NOT_FOUND, text);
        return true;
      }
      HessianReader in = codec.reader();
      in.begin(service.types(), body.bytes(), body.contentOffset(), body.bytes().length);
      if (!(in.read(SofaRequest.class) instanceof SofaRequest head)) {
        throw new HessianFormatException("a request without its head");
      }
      ExportedMethod method = service.method(head.method(), head.argumentTypes());
      if (method == null) {
        String text = "no method " + head.method() + " with these parameters in " + service.name();
        responder.error(codec, question, RpcError.METHOD_NOT_FOUND, text);
        return true;
      }
      @Nullable Object[] arguments = arguments(in, method);
      return carryOut(
          codec, service, new ServerCall(service, method, arguments, question, deadline));
    }

    private boolean carryOut(Codec codec, ExportedService service, ServerCall call) {
      Object result;
      try {
        result = call.run();
      } catch (Throwable e) { // whatever the service throws is its answer
        answerThrown(codec, service, call, e);
        return true;
      }
      if (result instanceof CompletionStage<?> stage) {
        stage.whenComplete((value, thrown) -> answerLater(service, call, value, thrown));
        return false;
      }
      responder.result(codec, question, service, call, result);
      return true;
    }

    private void answerLater(
        ExportedService service,
        ServerCall call,
        @Nullable Object value,
        @Nullable Throwable thrown) {
      Codec codec = codecs.borrow();
      try {
        if (thrown == null) {
          responder.result(codec, question, service, call, value);
        } else {
          Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
          answerThrown(codec, service, call, cause == null ? thrown : cause);
        }
      } finally {
        codecs.giveBack(codec);
        question.connection().finished();
      }
    }

    private void answerThrown(
        Codec codec, ExportedService service, ServerCall call, Throwable thrown) {
      if (thrown instanceof RpcException refusal) {
        responder.refusal(codec, question, refusal);
      } else if (service.types().allows(thrown.getClass())) {
        responder.result(codec, question, service, call, thrown);
      } else {
        counters.failed.increment();
        log.warn("{} of {} failed", call.method(), call.service(), thrown);
        responder.error(codec, question, RpcError.SERVER_FAILED, thrown.toString());
      }
    }
  }

  private @Nullable ExportedService service(BoltBody body) {
    String target = body.header(SofaHeader.TARGET_SERVICE);
    if (target == null) {
      target = body.header(SofaHeader.SERVICE);
    }
    return target == null ? null : services.apply(target);
  }

  private static @Nullable Object[] arguments(HessianReader in, ExportedMethod method) {
    Class<?>[] parameters = method.parameters();
    @Nullable Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      Object argument = in.read(parameters[i]);
      if (argument == null && parameters[i].isPrimitive()) {
        throw new HessianFormatException("null for parameter " + i + ", a primitive");
      }
      arguments[i] = argument;
    }
    return arguments;
  }
}
