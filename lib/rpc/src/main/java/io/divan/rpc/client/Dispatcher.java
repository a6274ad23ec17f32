package io.divan.rpc.client;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltFormatException;
import io.divan.protocol.bolt.BoltHeader;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.bytes.MessageTooLargeException;
import io.divan.protocol.hessian.HessianException;
import io.divan.protocol.hessian.HessianWriter;
import io.divan.protocol.sofarpc.DivanHeader;
import io.divan.protocol.sofarpc.SofaHeader;
import io.divan.rpc.RpcError;
import io.divan.rpc.RpcException;
import io.divan.rpc.TraceContext;
import io.divan.rpc.wire.ClientConnection;
import io.divan.rpc.wire.Codec;
import io.divan.rpc.wire.CodecPool;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes requests and sends them to a server of the reference's choice. */
final class Dispatcher {
  private static final byte HESSIAN = 1;
  private static final int ATTEMPTS = 3;

  private final CodecPool codecs;
  private final AnswerReader answers;

  Dispatcher(CodecPool codecs, AnswerReader answers) {
    this.codecs = codecs;
    this.answers = answers;
  }

  /**
   * Sends a call. A server that cannot be reached is passed over for another: nothing was sent.
   *
   * @param future where the answer goes, null if the caller waits
   * @throws RpcException if nothing was sent
   */
  PendingCall send(
      ClientCall call, Targets targets, @Nullable CompletableFuture<@Nullable Object> future) {
    for (int attempt = 1; ; attempt++) {
      Target target = targets.choose(call);
      ClientConnection connection = target.endpoint().connection();
      if (connection != null) {
        call.trying(target);
        PendingCall pending = new PendingCall(call, target, connection, this, future);
        if (call.isAwaited()) {
          call.pending(pending);
        }
        begin(pending);
        if (write(pending)) {
          return pending;
        }
      }
      if (attempt == ATTEMPTS) {
        throw new RpcException(RpcError.NOT_CONNECTED, "lost the connection to " + target.name());
      }
    }
  }

  /** Makes a call again that has failed, if it may be; false if that is its end. */
  boolean again(PendingCall failed, RpcException why, CompletableFuture<@Nullable Object> future) {
    Targets targets = failed.target().owner();
    if (!targets.repeats().again(failed.call(), why)) {
      return false;
    }
    try {
      send(failed.call(), targets, future);
    } catch (RpcException e) {
      future.completeExceptionally(e);
    }
    return true;
  }

  AnswerReader answers() {
    return answers;
  }

  /** Sends a call that nobody waits for. */
  void sendOneWay(ClientCall call, Targets targets) {
    Target target = targets.choose(call);
    ClientConnection connection = target.endpoint().connection();
    if (connection == null || !connection.send(frame(call, connection, 0))) {
      throw new RpcException(RpcError.NOT_CONNECTED, "lost the connection to " + target.name());
    }
  }

  private static void begin(PendingCall pending) {
    if (!pending.connection().begin(pending)) {
      throw new RpcException(
          RpcError.CLIENT_BUSY,
          pending.connection().inFlight() + " calls are under way at " + pending.target().name());
    }
  }

  /** False if the connection has gone before anything was sent. */
  private boolean write(PendingCall pending) {
    ClientConnection connection = pending.connection();
    byte[] frame;
    try {
      frame = frame(pending.call(), connection, connection.id(pending));
    } catch (RuntimeException e) { // what cannot be written is not under way
      connection.abandon(pending);
      throw e;
    }
    if (connection.send(frame)) {
      return true;
    }
    boolean mine = connection.abandon(pending);
    if (mine && connection.isOpen()) {
      throw new RpcException(
          RpcError.CLIENT_BUSY,
          pending.target().name() + " takes requests more slowly than they are made");
    }
    return !mine; // else the connection's end has been its end: the caller will hear
  }

  private byte[] frame(ClientCall call, ClientConnection connection, int id) {
    long left = call.remainingNanos();
    if (left <= 0) {
      throw new RpcException(
          RpcError.DEADLINE_PASSED, "no time is left for " + call.plan() + ", nothing was sent");
    }
    int millis = (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
    Codec codec = codecs.borrow();
    try {
      return write(codec, call, connection, id, millis);
    } catch (HessianException | BoltFormatException | MessageTooLargeException e) {
      throw new RpcException(RpcError.ARGUMENTS_REFUSED, call.plan() + ": " + e.getMessage(), e);
    } finally {
      codecs.giveBack(codec);
    }
  }

  private static byte[] write(
      Codec codec, ClientCall call, ClientConnection connection, int id, int millis) {
    MethodPlan plan = call.plan();
    boolean oneWay = call.kind() == CallKind.ONE_WAY;
    ByteWriter out = codec.out();
    BoltEncoder frames = codec.frames();
    frames.beginRequest(connection.version(), BoltCommand.REQUEST, id, HESSIAN, oneWay, millis);
    plan.template().writeHead(out, frames);
    writeHeader(out, call, millis);
    frames.endHeader();
    HessianWriter writer = codec.writer();
    plan.template().writeContent(out, writer, plan.types(), millis);
    for (Object argument : call.arguments()) {
      writer.write(argument);
    }
    frames.end();
    return out.toByteArray();
  }

  private static void writeHeader(ByteWriter out, ClientCall call, int millis) {
    TraceContext trace = call.trace();
    BoltHeader.write(out, SofaHeader.DEADLINE, Integer.toString(millis));
    BoltHeader.write(out, DivanHeader.TRACEPARENT, trace.traceparent());
    if (!trace.state().isEmpty()) {
      BoltHeader.write(out, DivanHeader.TRACESTATE, trace.state());
    }
    BoltHeader.write(out, SofaHeader.TRACE_ID, trace.sofaTraceId());
    BoltHeader.write(out, SofaHeader.RPC_ID, trace.sofaRpcId());
    BoltHeader.write(out, SofaHeader.SAMPLED, trace.sampled() ? "true" : "false");
    if (!call.header().isEmpty()) {
      call.header().forEach((key, value) -> BoltHeader.write(out, key, value));
    }
  }
}
