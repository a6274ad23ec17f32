package io.divan.protocol.seata;

import io.divan.protocol.seata.SeataMessage.BranchEnd;
import io.divan.protocol.seata.SeataMessage.BranchEndResult;
import io.divan.protocol.seata.SeataMessage.BranchRegister;
import io.divan.protocol.seata.SeataMessage.BranchRegisterResult;
import io.divan.protocol.seata.SeataMessage.BranchReport;
import io.divan.protocol.seata.SeataMessage.BranchReportResult;
import io.divan.protocol.seata.SeataMessage.GlobalAction;
import io.divan.protocol.seata.SeataMessage.GlobalBegin;
import io.divan.protocol.seata.SeataMessage.GlobalBeginResult;
import io.divan.protocol.seata.SeataMessage.GlobalRequest;
import io.divan.protocol.seata.SeataMessage.GlobalResult;
import io.divan.protocol.seata.SeataMessage.LockQuery;
import io.divan.protocol.seata.SeataMessage.LockQueryResult;
import io.divan.protocol.seata.SeataMessage.Merged;
import io.divan.protocol.seata.SeataMessage.MergedResult;
import io.divan.protocol.seata.SeataMessage.RegisterResult;
import io.divan.protocol.seata.SeataMessage.RegisterRm;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import io.divan.protocol.seata.SeataMessage.Request;
import io.divan.protocol.seata.SeataMessage.Response;
import io.divan.protocol.seata.SeataMessage.Result;
import io.divan.protocol.seata.SeataMessage.UndoLogDelete;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes message bodies, type code first. */
public final class SeataMessages {
  private static final int MAX_MERGED = 10_000;

  private SeataMessages() {}

  public static void write(ByteBuf out, SeataMessage message) {
    out.writeShort(message.typeCode());
    message.writeTo(out);
  }

  /**
   * Reads a body to its end.
   *
   * @throws SeataFormatException if it is none that is known
   */
  public static SeataMessage read(ByteBuf in) {
    try {
      return body(in.readShort(), in, true);
    } catch (IndexOutOfBoundsException e) {
      throw new SeataFormatException("the message ends too early");
    }
  }

  private static SeataMessage body(short type, ByteBuf in, boolean outermost) {
    return switch (type) {
      case 1 -> new GlobalBegin(in.readInt(), Strings.readShort(in));
      case 2 -> new GlobalBeginResult(result(in), Strings.readShort(in), Strings.readShort(in));
      case 3, 5 ->
          new BranchEnd(
              type == 3,
              Strings.readShort(in),
              in.readLong(),
              BranchType.of(in.readByte()),
              Strings.readShort(in),
              Strings.readInt(in));
      case 4, 6 ->
          new BranchEndResult(
              type == 4,
              result(in),
              Strings.readShort(in),
              in.readLong(),
              BranchStatus.of(in.readByte()));
      case 7 -> global(GlobalAction.COMMIT, in);
      case 8 -> globalResult(GlobalAction.COMMIT, in);
      case 9 -> global(GlobalAction.ROLLBACK, in);
      case 10 -> globalResult(GlobalAction.ROLLBACK, in);
      case 11 -> register(in);
      case 12 -> new BranchRegisterResult(result(in), in.readLong());
      case 13 -> report(in);
      case 14 -> new BranchReportResult(result(in));
      case 15 -> global(GlobalAction.STATUS, in);
      case 16 -> globalResult(GlobalAction.STATUS, in);
      case 17 -> global(GlobalAction.REPORT, in);
      case 18 -> globalResult(GlobalAction.REPORT, in);
      case 21 -> {
        BranchRegister same = register(in);
        yield new LockQuery(
            same.xid(), same.type(), same.resourceId(), same.lockKey(), same.applicationData());
      }
      case 22 -> new LockQueryResult(result(in), in.readShort() == 1);
      case 101 -> registerTm(in);
      case 102, 104 -> new RegisterResult(type, in.readByte() == 1, Strings.readShort(in));
      case 103 -> {
        RegisterTm same = registerTm(in);
        yield new RegisterRm(
            same.version(),
            same.application(),
            same.group(),
            same.extraData(),
            Strings.readInt(in));
      }
      case 111 ->
          new UndoLogDelete(
              BranchType.of(in.readByte()), Strings.readShort(in), in.readUnsignedShort());
      case 59 -> {
        insistOnOutermost(outermost);
        yield merged(in);
      }
      case 60 -> {
        insistOnOutermost(outermost);
        in.skipBytes(4);
        yield new MergedResult(list(in, Response.class));
      }
      default -> throw new SeataFormatException("unknown message type " + type);
    };
  }

  private static void insistOnOutermost(boolean outermost) {
    if (!outermost) {
      throw new SeataFormatException("a merged message within a merged message");
    }
  }

  private static GlobalRequest global(GlobalAction action, ByteBuf in) {
    String xid = Strings.readShort(in);
    String extraData = Strings.readShort(in);
    if (action != GlobalAction.REPORT) {
      return new GlobalRequest(action, xid, extraData, GlobalStatus.UNKNOWN);
    }
    byte status = in.readByte();
    return new GlobalRequest(
        action, xid, extraData, status < 0 ? GlobalStatus.UNKNOWN : GlobalStatus.of(status));
  }

  private static GlobalResult globalResult(GlobalAction action, ByteBuf in) {
    return new GlobalResult(action, result(in), GlobalStatus.of(in.readByte()));
  }

  private static BranchRegister register(ByteBuf in) {
    return new BranchRegister(
        Strings.readShort(in),
        BranchType.of(in.readByte()),
        Strings.readShort(in),
        Strings.readInt(in),
        Strings.readInt(in));
  }

  private static BranchReport report(ByteBuf in) {
    return new BranchReport(
        Strings.readShort(in),
        in.readLong(),
        BranchStatus.of(in.readByte()),
        Strings.readShort(in),
        Strings.readInt(in),
        BranchType.of(in.readByte()));
  }

  private static RegisterTm registerTm(ByteBuf in) {
    return new RegisterTm(
        Strings.readShort(in), Strings.readShort(in), Strings.readShort(in), Strings.readShort(in));
  }

  private static Result result(ByteBuf in) {
    boolean success = in.readByte() == 1;
    String message = success ? "" : Strings.readShort(in);
    return new Result(success, message, ErrorCode.of(in.readByte()));
  }

  private static Merged merged(ByteBuf in) {
    in.skipBytes(4); // the length of the rest, which the frame's own length bounds already
    List<Request> requests = list(in, Request.class);
    List<Integer> ids = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      ids.add(in.readInt());
    }
    return new Merged(requests, ids);
  }

  private static <M extends SeataMessage> List<M> list(ByteBuf in, Class<M> family) {
    int count = in.readShort();
    if (count < 0 || count > MAX_MERGED) {
      throw new SeataFormatException("a merged message of " + count);
    }
    List<M> messages = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      SeataMessage each = body(in.readShort(), in, false);
      if (!family.isInstance(each)) {
        throw new SeataFormatException("message type " + each.typeCode() + " cannot be merged");
      }
      messages.add(family.cast(each));
    }
    return messages;
  }

  /** Writes the head of a list and its messages, and tells where it began. */
  static int beginList(ByteBuf out, List<? extends SeataMessage> messages) {
    int start = out.writerIndex();
    out.writeInt(0);
    out.writeShort(messages.size());
    messages.forEach(each -> write(out, each));
    return start;
  }

  static void endList(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start - 4);
  }
}
