package io.divan.domain.tx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.tx.ResourceManagers.Registered;
import io.divan.domain.tx.wire.BranchCallRecord;
import io.divan.domain.tx.wire.RemoteCall;
import io.divan.domain.tx.wire.ResourceManagerRecord;
import io.divan.domain.tx.wire.UndoLogCleanupRecord;
import io.divan.kernel.session.RemoteMessages;
import io.divan.kernel.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What is asked of resource managers, and what they serve, as it travels between members. */
final class RemoteCalls implements RemoteMessages {
  private static final String NO_ANSWER = "";

  @Override
  public String kind() {
    return "tx";
  }

  @Override
  public boolean knows(Object message) {
    return message instanceof BranchCall || message instanceof UndoLogCleanup;
  }

  @Override
  public byte[] encode(Object message) {
    var call = RemoteCall.newBuilder();
    if (message instanceof BranchCall branch) {
      call.setBranch(
          BranchCallRecord.newBuilder()
              .setCommit(branch.commit())
              .setXid(branch.xid().toString())
              .setBranch(branch.branch())
              .setKind(Wire.write(branch.kind()))
              .setResource(branch.resource())
              .setApplicationData(branch.applicationData()));
    } else {
      var cleanup = (UndoLogCleanup) message;
      call.setCleanup(
          UndoLogCleanupRecord.newBuilder()
              .setResource(cleanup.resource())
              .setDays(cleanup.days()));
    }
    return call.build().toByteArray();
  }

  @Override
  public Object decode(byte[] message) {
    try {
      RemoteCall call = RemoteCall.parseFrom(message);
      return switch (call.getCallCase()) {
        case BRANCH -> {
          BranchCallRecord branch = call.getBranch();
          yield new BranchCall(
              branch.getCommit(),
              Xid.parse(branch.getXid()),
              branch.getBranch(),
              Wire.read(branch.getKind()),
              branch.getResource(),
              branch.getApplicationData());
        }
        case CLEANUP ->
            new UndoLogCleanup(call.getCleanup().getResource(), call.getCleanup().getDays());
        case CALL_NOT_SET -> throw new IllegalArgumentException("a call of a newer version");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public byte[] encodeAnswer(Object answer) {
    String text = answer instanceof BranchAnswer branch ? branch.name() : NO_ANSWER;
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Object decodeAnswer(byte[] answer) {
    String text = new String(answer, StandardCharsets.US_ASCII);
    return text.isEmpty() ? NO_ANSWER : BranchAnswer.valueOf(text);
  }

  static byte[] encode(Registered registered) {
    return ResourceManagerRecord.newBuilder()
        .setClient(Wire.write(registered.client()))
        .addAllResources(registered.resources())
        .build()
        .toByteArray();
  }

  /**
   * @throws IllegalArgumentException if this version does not understand it
   */
  static Registered decode(SessionId session, long version, byte[] bytes) {
    try {
      ResourceManagerRecord record = ResourceManagerRecord.parseFrom(bytes);
      return new Registered(
          session, Wire.read(record.getClient()), Set.copyOf(record.getResourcesList()), version);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
