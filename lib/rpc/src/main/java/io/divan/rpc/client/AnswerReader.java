package io.divan.rpc.client;

import io.divan.protocol.bolt.BoltBody;
import io.divan.protocol.bolt.BoltFormatException;
import io.divan.protocol.bolt.BoltResponse;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.hessian.GenericObject;
import io.divan.protocol.hessian.HessianException;
import io.divan.protocol.hessian.HessianFormatException;
import io.divan.protocol.hessian.HessianReader;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.sofarpc.DivanHeader;
import io.divan.protocol.sofarpc.SofaHeader;
import io.divan.protocol.sofarpc.SofaResponse;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.wire.Codec;
import io.divan.rpc.wire.CodecPool;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Makes results and exceptions of answers. */
final class AnswerReader {
  private final CodecPool codecs;
  private final Executor callbacks;

  AnswerReader(CodecPool codecs, Executor callbacks) {
    this.codecs = codecs;
    this.callbacks = callbacks;
  }

  /**
   * Runs something off the connection's thread; in it if the executor is gone: better than never.
   */
  void later(Runnable task) {
    try {
      callbacks.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /**
   * The result.
   *
   * @throws Throwable the service's own exception, or an {@link RpcException}
   */
  @Nullable Object read(PendingCall call, BoltResponse response) throws Throwable {
    BoltBody body = response.body();
    if (body.header(DivanHeader.DRAINING) != null) {
      call.target().endpoint().drain();
    }
    if (response.status() != BoltStatus.SUCCESS) {
      throw failed(call, response);
    }
    Object result;
    Codec codec = codecs.borrow();
    try {
      result = content(codec.reader(), call, body);
    } catch (BoltFormatException | HessianException e) {
      throw refused(call, body, e);
    } finally {
      codecs.giveBack(codec);
    }
    if (result instanceof Throwable thrown) {
      throw thrown;
    }
    return result;
  }

  private @Nullable Object content(HessianReader in, PendingCall call, BoltBody body) {
    MethodPlan plan = call.call().plan();
    in.begin(plan.types(), body.bytes(), body.contentOffset(), body.bytes().length);
    if (!(in.read(SofaResponse.class) instanceof SofaResponse response)) {
      throw new HessianFormatException("an answer without content");
    }
    if (response.isError()) {
      return error(call, body, response);
    }
    Object result = response.result();
    if (result instanceof GenericObject thrown && body.header(SofaHeader.RESPONSE_ERROR) != null) {
      return thrown(call, thrown, null);
    }
    return result instanceof Throwable ? result : in.convert(plan.resultType(), result);
  }

  private static RpcException thrown(
      PendingCall call, GenericObject thrown, @Nullable Throwable why) {
    String what = thrown.type() + ": " + thrown.get("detailMessage");
    return new RpcException(RpcError.SERVER_FAILED, at(call) + what, why);
  }

  private static RpcException error(PendingCall call, BoltBody body, SofaResponse response) {
    RpcError error = RpcError.SERVER_FAILED;
    String name = body.header(DivanHeader.ERROR);
    for (RpcError known : RpcError.values()) {
      if (known.name().equals(name)) {
        error = known;
      }
    }
    return new RpcException(error, at(call) + response.errorMessage());
  }

  private static String at(PendingCall call) {
    return call.call().plan() + " at " + call.target().name() + ": ";
  }

  /** What came is nothing we read. If it is an exception, its message is worth having. */
  private RpcException refused(PendingCall call, BoltBody body, RuntimeException why) {
    GenericObject response = generic(call.call().plan().types(), body);
    if (response != null
        && response.get("appResponse") instanceof GenericObject thrown
        && thrown.fields().containsKey("detailMessage")) {
      return thrown(call, thrown, why);
    }
    return new RpcException(RpcError.RESULT_REFUSED, at(call) + why.getMessage(), why);
  }

  private RpcException failed(PendingCall call, BoltResponse response) {
    RpcError error =
        switch (response.status()) {
          case SERVER_THREADPOOL_BUSY -> RpcError.SERVER_BUSY;
          case TIMEOUT -> RpcError.TIMEOUT;
          case NO_PROCESSOR -> RpcError.SERVICE_NOT_FOUND;
          case SERVER_DESERIAL_EXCEPTION -> RpcError.ARGUMENTS_REFUSED;
          case SERVER_SERIAL_EXCEPTION -> RpcError.RESULT_NOT_SENT;
          case CONNECTION_CLOSED, CLIENT_SEND_ERROR, ERROR_COMM -> RpcError.CONNECTION_LOST;
          case SUCCESS, ERROR, SERVER_EXCEPTION, UNKNOWN, CODEC_EXCEPTION -> RpcError.SERVER_FAILED;
        };
    GenericObject thrown = generic(HessianTypes.JDK, response.body());
    Object message = thrown == null ? null : thrown.get("detailMessage");
    return new RpcException(
        error, at(call) + response.status() + (message == null ? "" : ", " + message));
  }

  private @Nullable GenericObject generic(HessianTypes types, BoltBody body) {
    if (body.contentLength() == 0) {
      return null;
    }
    Codec codec = codecs.borrow();
    try {
      HessianReader in = codec.reader();
      in.begin(types.asGeneric(), body.bytes(), body.contentOffset(), body.bytes().length);
      return in.read() instanceof GenericObject object ? object : null;
    } catch (HessianException e) {
      return null; // then without its message
    } finally {
      codecs.giveBack(codec);
    }
  }
}
