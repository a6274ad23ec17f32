package io.divan.doors.seata;

import io.divan.domain.tx.BranchCall;
import io.divan.domain.tx.BranchKind;
import io.divan.domain.tx.ClientId;
import io.divan.domain.tx.TxStatus;
import io.divan.domain.tx.UndoLogCleanup;
import io.divan.doors.seata.AccessCheck.Place;
import io.divan.doors.seata.Requests.Asker;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.session.Session;
import io.divan.protocol.seata.BranchType;
import io.divan.protocol.seata.SeataFrame;
import io.divan.protocol.seata.SeataFrame.FrameType;
import io.divan.protocol.seata.SeataMessage;
import io.divan.protocol.seata.SeataMessage.BranchEnd;
import io.divan.protocol.seata.SeataMessage.BranchEndResult;
import io.divan.protocol.seata.SeataMessage.RegisterResult;
import io.divan.protocol.seata.SeataMessage.RegisterRm;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import io.divan.protocol.seata.SeataMessage.Request;
import io.divan.protocol.seata.SeataMessage.Response;
import io.divan.protocol.seata.SeataMessage.UndoLogDelete;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One client connection: registers it, has its requests answered, and asks it second phases. */
final class SeataConnection extends SimpleChannelInboundHandler<SeataFrame>
    implements Session.Channel {
  /** The newest published server of the same protocol version; clients only log it. */
  private static final String VERSION = "2.0.0";

  private static final int MANY_OPEN = 4096;

  private final DoorParts parts;
  private final Channel channel;
  private final OutboundCalls calls = new OutboundCalls();
  private final AtomicInteger callIds = new AtomicInteger();
  private final AtomicInteger openRequests = new AtomicInteger();
  private @Nullable Asker asker;
  private @Nullable Session session;
  private @Nullable Place vouchedFor;

  SeataConnection(DoorParts parts, Channel channel) {
    this.parts = parts;
    this.channel = channel;
  }

  boolean isRegistered() {
    return session != null;
  }

  OutboundCalls calls() {
    return calls;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, SeataFrame frame) {
    switch (frame.type()) {
      case HEARTBEAT_REQUEST ->
          channel.writeAndFlush(
              new SeataFrame(FrameType.HEARTBEAT_RESPONSE, frame.requestId(), null));
      case HEARTBEAT_RESPONSE -> {}
      case RESPONSE -> calls.answered(frame.requestId(), frame.body());
      case REQUEST, ONE_WAY -> requested(frame);
    }
  }

  private void requested(SeataFrame frame) {
    SeataMessage body = frame.body();
    if (body instanceof BranchEndResult) {
      calls.answered(frame.requestId(), body); // older clients answer in a frame of this type
    } else if (body instanceof RegisterTm request) {
      respond(frame, registerTm(request));
    } else if (body instanceof RegisterRm request) {
      respond(frame, registerRm(request));
    } else if (asker != null && body instanceof Request request) {
      answer(asker, frame, request);
    } else {
      refuse("it asks before it has registered, or what only a coordinator asks");
    }
  }

  private void answer(Asker known, SeataFrame frame, Request request) {
    long began = parts.clock().nanos();
    if (openRequests.incrementAndGet() > MANY_OPEN) {
      channel.config().setAutoRead(false);
    }
    parts
        .requests()
        .answer(known, request)
        .thenAccept(response -> {
          respond(frame, response);
          if (openRequests.decrementAndGet() == MANY_OPEN / 2) {
            channel.config().setAutoRead(true);
          }
          parts.count(request, response, parts.clock().nanos() - began);
        });
  }

  private void respond(SeataFrame to, Response response) {
    channel.writeAndFlush(new SeataFrame(FrameType.RESPONSE, to.requestId(), response));
  }

  private Response registerTm(RegisterTm request) {
    try {
      Caller caller = parts.accessCheck().transactionManager(request);
      register(request.application(), request.group(), caller, "TM");
      if (vouchedFor == null) {
        vouchedFor = new Place(request.application(), host());
        parts.accessCheck().vouch(vouchedFor, caller);
      }
      return new RegisterResult((short) 102, true, VERSION);
    } catch (Failure e) {
      parts.warn("Refused a transaction manager: client={} reason={}", client(), e.explanation());
      return new RegisterResult((short) 102, false, VERSION);
    }
  }

  private Response registerRm(RegisterRm request) {
    try {
      Place place = new Place(request.application(), host());
      Caller caller = parts.accessCheck().resourceManager(place);
      Session registered = register(request.application(), request.group(), caller, "RM");
      Set<String> resources =
          Stream.of(request.resourceIds().split(","))
              .filter(each -> !each.isBlank())
              .collect(Collectors.toSet());
      if (!resources.isEmpty()) {
        parts.transactions().serve(registered, clientId(request.application()), resources);
      }
      return new RegisterResult((short) 104, true, VERSION);
    } catch (Failure e) {
      parts.warn("Refused a resource manager: client={} reason={}", client(), e.explanation());
      return new RegisterResult((short) 104, false, VERSION);
    }
  }

  private Session register(String application, String group, Caller caller, String role) {
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    String coordinator = parts.advertisedHost() + ":" + port;
    asker = new Asker(caller, clientId(application), group, coordinator);
    if (session == null) {
      session = parts.sessions().open("seata", client(), this);
      session.describe(role + " " + application + " (" + group + ")");
    }
    return session;
  }

  private ClientId clientId(String application) {
    return new ClientId(application, host(), client().getPort());
  }

  private String host() {
    return client().getAddress().getHostAddress();
  }

  private InetSocketAddress client() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  @Override
  public CompletableFuture<Object> deliver(Object message) {
    return switch (message) {
      case BranchCall call -> ask(call);
      case UndoLogCleanup cleanup -> {
        var body = new UndoLogDelete(BranchType.AT, cleanup.resource(), cleanup.days());
        channel.writeAndFlush(new SeataFrame(FrameType.ONE_WAY, callIds.incrementAndGet(), body));
        yield CompletableFuture.completedFuture(true);
      }
      default -> throw new IllegalArgumentException("no Seata client is told " + message);
    };
  }

  private CompletableFuture<Object> ask(BranchCall call) {
    int id = callIds.incrementAndGet();
    long deadline = parts.clock().nanos() + parts.settings().answerTimeout().toNanos();
    CompletableFuture<SeataMessage> answer = calls.add(id, deadline);
    boolean isSaga = call.kind() == BranchKind.SAGA;
    var body =
        new BranchEnd(
            call.commit(),
            call.xid().toString(),
            call.branch(),
            Statuses.type(call.kind()),
            call.resource(),
            isSaga
                ? Statuses.sagaStatusName(TxStatus.valueOf(call.applicationData()))
                : call.applicationData());
    channel
        .writeAndFlush(new SeataFrame(FrameType.REQUEST, id, body))
        .addListener(written -> {
          if (!written.isSuccess()) {
            calls.failAll(gone());
          }
        });
    return answer.thenApply(message -> {
      if (message instanceof BranchEndResult result) {
        return Statuses.answer(result, call.kind());
      }
      throw Failure.of(
          Kind.EXTERNAL, "seata.answer", "A resource manager answered something else.");
    });
  }

  private static Failure gone() {
    return Failure.of(Kind.UNAVAILABLE, "seata.gone", "The resource manager has disconnected.");
  }

  @Override
  public void close() {
    channel.close();
  }

  private void refuse(String why) {
    parts.warn("Closes a connection: client={} reason={}", channel.remoteAddress(), why);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (session != null) {
      parts.sessions().ended(session);
    }
    if (vouchedFor != null) {
      parts.accessCheck().unvouch(vouchedFor);
    }
    parts.closed(this);
    calls.failAll(gone());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    refuse(String.valueOf(reason.getMessage()));
  }
}
