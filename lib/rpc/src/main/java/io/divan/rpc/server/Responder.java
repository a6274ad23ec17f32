package io.divan.rpc.server;

import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.bytes.MessageTooLargeException;
import io.divan.protocol.hessian.HessianException;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.sofarpc.DivanHeader;
import io.divan.protocol.sofarpc.ResponseWriter;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.wire.Codec;
import io.divan.rpc.wire.SparseLog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Writes answers and sends them. To one-way requests it says nothing. */
final class Responder {
  private final ResponseWriter writer = new ResponseWriter();
  private final ServerCounters counters;
  private final SparseLog log = new SparseLog(LoggerFactory.getLogger(Responder.class));
  private volatile boolean draining;

  Responder(ServerCounters counters) {
    this.counters = counters;
  }

  /** From now on answers tell clients to go elsewhere. */
  void drain() {
    draining = true;
  }

  void result(
      Codec codec,
      Question question,
      ExportedService service,
      ServerCall call,
      @Nullable Object result) {
    counters.done.increment();
    if (question.request().oneWay()) {
      return;
    }
    codec.out().clear();
    try {
      writer.writeResult(
          codec.out(),
          codec.writer(),
          service.types(),
          question.request(),
          header(question, call.responseHeader(), null),
          question.isOurs(),
          result);
    } catch (HessianException | MessageTooLargeException e) {
      log.warn("cannot answer {} of {}: {}", call.method(), call.service(), e.getMessage());
      String why = String.valueOf(e.getMessage());
      status(codec, question, BoltStatus.SERVER_SERIAL_EXCEPTION, why);
      return;
    }
    question.connection().reply(codec.out().toByteArray());
  }

  void error(Codec codec, Question question, RpcError error, String text) {
    if (question.request().oneWay()) {
      return;
    }
    codec.out().clear();
    writer.writeError(
        codec.out(), codec.writer(), question.request(), header(question, Map.of(), error), text);
    question.connection().reply(codec.out().toByteArray());
  }

  /** What a filter, or the service on behalf of one, has refused. */
  void refusal(Codec codec, Question question, RpcException refusal) {
    if (refusal.kind() == RpcError.Kind.EXHAUSTED && !question.isOurs()) {
      counters.busy.increment();
      question.connection().answer(question.request(), BoltStatus.SERVER_THREADPOOL_BUSY);
    } else {
      error(codec, question, refusal.error(), String.valueOf(refusal.getMessage()));
    }
  }

  void status(Codec codec, Question question, BoltStatus status, String text) {
    if (question.request().oneWay()) {
      return;
    }
    codec.out().clear();
    codec.writer().begin(HessianTypes.JDK);
    writer.writeStatus(codec.out(), codec.writer(), question.request(), status, text);
    question.connection().reply(codec.out().toByteArray());
  }

  private Map<String, String> header(
      Question question, Map<String, String> fromCall, @Nullable RpcError error) {
    if ((error == null && !draining) || !question.isOurs()) {
      return fromCall;
    }
    Map<String, String> header = new LinkedHashMap<>(fromCall);
    if (error != null) {
      header.put(DivanHeader.ERROR.toString(), error.name());
    }
    if (draining) {
      header.put(DivanHeader.DRAINING.toString(), "true");
    }
    return header;
  }
}
