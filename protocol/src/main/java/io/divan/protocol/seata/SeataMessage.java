package io.divan.protocol.seata;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The body of a frame. Each record writes itself; {@link SeataMessages} reads them.
 *
 * <p>An absent string is the empty one, which is how the codec writes both.
 */
public sealed interface SeataMessage {
  /** The number in front of the body. */
  short typeCode();

  /** Writes the body without its type code. */
  void writeTo(ByteBuf out);

  /** What a TM or RM asks of the coordinator. */
  sealed interface Request extends SeataMessage {}

  /** What the coordinator answers, or a resource manager to the coordinator. */
  sealed interface Response extends SeataMessage {
    Result result();
  }

  /**
   * How a request ended.
   *
   * @param message why, if it failed
   */
  record Result(boolean success, String message, ErrorCode code) {
    private static final Result OK = new Result(true, "", ErrorCode.UNKNOWN);

    public static Result ok() {
      return OK;
    }

    public static Result failed(ErrorCode code, String message) {
      return new Result(false, message, code);
    }

    void writeTo(ByteBuf out) {
      writeCodeTo(out);
      out.writeByte(code.ordinal());
    }

    /** Without the error code, as register answers have it. */
    void writeCodeTo(ByteBuf out) {
      out.writeByte(success ? 1 : 0);
      if (!success) {
        Strings.writeShort(out, message);
      }
    }
  }

  record GlobalBegin(int timeoutMillis, String name) implements Request {
    @Override
    public short typeCode() {
      return 1;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeInt(timeoutMillis);
      Strings.writeShort(out, name);
    }
  }

  record GlobalBeginResult(Result result, String xid, String extraData) implements Response {
    @Override
    public short typeCode() {
      return 2;
    }

    @Override
    public void writeTo(ByteBuf out) {
      result.writeTo(out);
      Strings.writeShort(out, xid);
      Strings.writeShort(out, extraData);
    }
  }

  /** What is asked of a whole transaction, apart from reporting its status. */
  enum GlobalAction {
    COMMIT(7),
    ROLLBACK(9),
    STATUS(15),
    REPORT(17);

    private final short typeCode;

    GlobalAction(int typeCode) {
      this.typeCode = (short) typeCode;
    }

    short resultTypeCode() {
      return (short) (typeCode + 1);
    }
  }

  /**
   * @param status only for {@link GlobalAction#REPORT}; UNKNOWN otherwise
   */
  record GlobalRequest(GlobalAction action, String xid, String extraData, GlobalStatus status)
      implements Request {
    @Override
    public short typeCode() {
      return action.typeCode;
    }

    @Override
    public void writeTo(ByteBuf out) {
      Strings.writeShort(out, xid);
      Strings.writeShort(out, extraData);
      if (action == GlobalAction.REPORT) {
        out.writeByte(status.ordinal());
      }
    }
  }

  record GlobalResult(GlobalAction action, Result result, GlobalStatus status) implements Response {
    @Override
    public short typeCode() {
      return action.resultTypeCode();
    }

    @Override
    public void writeTo(ByteBuf out) {
      result.writeTo(out);
      out.writeByte(status.ordinal());
    }
  }

  record BranchRegister(
      String xid, BranchType type, String resourceId, String lockKey, String applicationData)
      implements Request {
    @Override
    public short typeCode() {
      return 11;
    }

    @Override
    public void writeTo(ByteBuf out) {
      Strings.writeShort(out, xid);
      out.writeByte(type.ordinal());
      Strings.writeShort(out, resourceId);
      Strings.writeInt(out, lockKey);
      Strings.writeInt(out, applicationData);
    }
  }

  record BranchRegisterResult(Result result, long branchId) implements Response {
    @Override
    public short typeCode() {
      return 12;
    }

    @Override
    public void writeTo(ByteBuf out) {
      result.writeTo(out);
      out.writeLong(branchId);
    }
  }

  record BranchReport(
      String xid,
      long branchId,
      BranchStatus status,
      String resourceId,
      String applicationData,
      BranchType type)
      implements Request {
    @Override
    public short typeCode() {
      return 13;
    }

    @Override
    public void writeTo(ByteBuf out) {
      Strings.writeShort(out, xid);
      out.writeLong(branchId);
      out.writeByte(status.ordinal());
      Strings.writeShort(out, resourceId);
      Strings.writeInt(out, applicationData);
      out.writeByte(type.ordinal());
    }
  }

  record BranchReportResult(Result result) implements Response {
    @Override
    public short typeCode() {
      return 14;
    }

    @Override
    public void writeTo(ByteBuf out) {
      result.writeTo(out);
    }
  }

  /** Asks whether rows could be locked. */
  record LockQuery(
      String xid, BranchType type, String resourceId, String lockKey, String applicationData)
      implements Request {
    @Override
    public short typeCode() {
      return 21;
    }

    @Override
    public void writeTo(ByteBuf out) {
      new BranchRegister(xid, type, resourceId, lockKey, applicationData).writeTo(out);
    }
  }

  record LockQueryResult(Result result, boolean lockable) implements Response {
    @Override
    public short typeCode() {
      return 22;
    }

    @Override
    public void writeTo(ByteBuf out) {
      result.writeTo(out);
      out.writeShort(lockable ? 1 : 0);
    }
  }

  record RegisterTm(String version, String application, String group, String extraData)
      implements Request {
    @Override
    public short typeCode() {
      return 101;
    }

    @Override
    public void writeTo(ByteBuf out) {
      Strings.writeShort(out, version);
      Strings.writeShort(out, application);
      Strings.writeShort(out, group);
      Strings.writeShort(out, extraData);
    }
  }

  /**
   * @param resourceIds separated by commas
   */
  record RegisterRm(
      String version, String application, String group, String extraData, String resourceIds)
      implements Request {
    @Override
    public short typeCode() {
      return 103;
    }

    @Override
    public void writeTo(ByteBuf out) {
      new RegisterTm(version, application, group, extraData).writeTo(out);
      Strings.writeInt(out, resourceIds);
    }
  }

  /**
   * @param typeCode 102 for a TM, 104 for an RM
   * @param identified whether it was taken; the message of a refusal is not part of the wire
   */
  record RegisterResult(short typeCode, boolean identified, String version) implements Response {
    @Override
    public Result result() {
      return identified ? Result.ok() : Result.failed(ErrorCode.UNKNOWN, "");
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeByte(identified ? 1 : 0);
      Strings.writeShort(out, version);
    }
  }

  /** The second phase of a branch, asked of its resource manager. */
  record BranchEnd(
      boolean commit,
      String xid,
      long branchId,
      BranchType type,
      String resourceId,
      String applicationData)
      implements Request {
    @Override
    public short typeCode() {
      return (short) (commit ? 3 : 5);
    }

    @Override
    public void writeTo(ByteBuf out) {
      Strings.writeShort(out, xid);
      out.writeLong(branchId);
      out.writeByte(type.ordinal());
      Strings.writeShort(out, resourceId);
      Strings.writeInt(out, applicationData);
    }
  }

  record BranchEndResult(
      boolean commit, Result result, String xid, long branchId, BranchStatus status)
      implements Response {
    @Override
    public short typeCode() {
      return (short) (commit ? 4 : 6);
    }

    @Override
    public void writeTo(ByteBuf out) {
      result.writeTo(out);
      Strings.writeShort(out, xid);
      out.writeLong(branchId);
      out.writeByte(status.ordinal());
    }
  }

  /** Tells a resource manager to drop old undo logs; nothing is answered. */
  record UndoLogDelete(BranchType type, String resourceId, int saveDays) implements Request {
    @Override
    public short typeCode() {
      return 111;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeByte(type.ordinal());
      Strings.writeShort(out, resourceId);
      out.writeShort(saveDays);
    }
  }

  /** Several requests in one frame, each with the id it would have had in one of its own. */
  record Merged(List<Request> requests, List<Integer> ids) implements Request {
    @Override
    public short typeCode() {
      return 59;
    }

    @Override
    public void writeTo(ByteBuf out) {
      int start = SeataMessages.beginList(out, requests);
      ids.forEach(out::writeInt);
      SeataMessages.endList(out, start);
    }
  }

  /** The answers to a {@link Merged}, in its order. */
  record MergedResult(List<Response> responses) implements Response {
    @Override
    public short typeCode() {
      return 60;
    }

    @Override
    public Result result() {
      return Result.ok();
    }

    @Override
    public void writeTo(ByteBuf out) {
      SeataMessages.endList(out, SeataMessages.beginList(out, responses));
    }
  }
}
