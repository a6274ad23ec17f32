package io.divan.domain.tx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.tx.TxCommand.BranchRef;
import io.divan.domain.tx.TxCommand.Commit;
import io.divan.domain.tx.TxCommand.FinishBranches;
import io.divan.domain.tx.TxCommand.Hold;
import io.divan.domain.tx.TxCommand.IdRanges;
import io.divan.domain.tx.TxCommand.Intervene;
import io.divan.domain.tx.TxCommand.LogBegin;
import io.divan.domain.tx.TxCommand.NoteRetrying;
import io.divan.domain.tx.TxCommand.RegisterBranch;
import io.divan.domain.tx.TxCommand.Report;
import io.divan.domain.tx.TxCommand.ReportBranch;
import io.divan.domain.tx.TxCommand.ReserveIds;
import io.divan.domain.tx.TxCommand.RollBack;
import io.divan.domain.tx.wire.TxEntry;
import io.divan.domain.tx.wire.TxResult;
import io.divan.kernel.machine.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commands and results as divan/tx.proto writes them. */
final class TxCodec implements Codec<TxCommand<?>> {
  static final TxCodec INSTANCE = new TxCodec();

  private TxCodec() {}

  @Override
  public byte[] encode(TxCommand<?> command) {
    var entry = TxEntry.newBuilder();
    switch (command) {
      case ReserveIds c ->
          entry.getReserveIdsBuilder().setTransactions(c.transactions()).setBranches(c.branches());
      case LogBegin c -> entry.getLogBeginBuilder().setBegin(Wire.write(c.begin()));
      case RegisterBranch c -> encode(c, entry.getRegisterBranchBuilder());
      case ReportBranch c ->
          entry
              .getReportBranchBuilder()
              .setTransaction(c.transaction())
              .setBranch(c.branch())
              .setState(Wire.write(c.state()))
              .setApplicationData(c.applicationData());
      case Commit c -> {
        var written = entry.getCommitBuilder().setTransaction(c.transaction());
        c.begin().map(Wire::write).ifPresent(written::setBegin);
      }
      case RollBack c ->
          entry.getRollBackBuilder().setTransaction(c.transaction()).setTimedOut(c.timedOut());
      case Report c ->
          entry
              .getReportBuilder()
              .setTransaction(c.transaction())
              .setStatus(Wire.write(c.status()));
      case FinishBranches c -> {
        var written = entry.getFinishBranchesBuilder();
        for (BranchRef each : c.branches()) {
          written.addTransactions(each.transaction()).addBranches(each.branch());
        }
      }
      case NoteRetrying c -> entry.getNoteRetryingBuilder().setTransaction(c.transaction());
      case Hold c ->
          entry
              .getHoldBuilder()
              .setTransaction(c.transaction())
              .setBranch(c.branch())
              .setReason(c.reason());
      case Intervene c ->
          entry
              .getInterveneBuilder()
              .setTransaction(c.transaction())
              .setRemedy(Wire.write(c.remedy()))
              .setReason(c.reason());
    }
    return entry.build().toByteArray();
  }

  private static void encode(
      RegisterBranch c, io.divan.domain.tx.wire.RegisterBranch.Builder written) {
    Branch branch = c.branch();
    c.begin().map(Wire::write).ifPresent(written::setBegin);
    written
        .setTransaction(c.transaction())
        .setBranch(branch.id())
        .setKind(Wire.write(branch.kind()))
        .setResource(branch.resource())
        .setClient(Wire.write(branch.client()))
        .setLockKeys(branch.lockKeys())
        .setApplicationData(branch.applicationData())
        .setFailFast(c.failFast());
  }

  @Override
  public TxCommand<?> decode(byte[] bytes) {
    TxEntry entry = parse(bytes);
    return switch (entry.getCommandCase()) {
      case RESERVE_IDS ->
          new ReserveIds(
              entry.getReserveIds().getTransactions(), entry.getReserveIds().getBranches());
      case LOG_BEGIN -> new LogBegin(Wire.read(entry.getLogBegin().getBegin()));
      case REGISTER_BRANCH -> decode(entry.getRegisterBranch());
      case REPORT_BRANCH -> {
        var c = entry.getReportBranch();
        yield new ReportBranch(
            c.getTransaction(), c.getBranch(), Wire.read(c.getState()), c.getApplicationData());
      }
      case COMMIT -> {
        var c = entry.getCommit();
        yield new Commit(c.getTransaction(), begin(c.hasBegin(), c.getBegin()));
      }
      case ROLL_BACK -> {
        var c = entry.getRollBack();
        yield new RollBack(c.getTransaction(), c.getTimedOut());
      }
      case REPORT -> {
        var c = entry.getReport();
        yield new Report(c.getTransaction(), Wire.read(c.getStatus()));
      }
      case FINISH_BRANCHES -> decode(entry.getFinishBranches());
      case NOTE_RETRYING -> new NoteRetrying(entry.getNoteRetrying().getTransaction());
      case HOLD -> {
        var c = entry.getHold();
        yield new Hold(c.getTransaction(), c.getBranch(), c.getReason());
      }
      case INTERVENE -> {
        var c = entry.getIntervene();
        yield new Intervene(c.getTransaction(), Wire.read(c.getRemedy()), c.getReason());
      }
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("a command of a newer version");
    };
  }

  private static TxEntry parse(byte[] bytes) {
    try {
      return TxEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<Begin> begin(boolean isThere, io.divan.domain.tx.wire.Begin begin) {
    return isThere ? Optional.of(Wire.read(begin)) : Optional.empty();
  }

  private static RegisterBranch decode(io.divan.domain.tx.wire.RegisterBranch c) {
    var branch =
        new Branch(
            c.getBranch(),
            Wire.read(c.getKind()),
            c.getResource(),
            Wire.read(c.getClient()),
            c.getLockKeys(),
            c.getApplicationData(),
            BranchState.REGISTERED);
    return new RegisterBranch(
        c.getTransaction(), begin(c.hasBegin(), c.getBegin()), branch, c.getFailFast());
  }

  private static FinishBranches decode(io.divan.domain.tx.wire.FinishBranches c) {
    List<BranchRef> branches = new ArrayList<>(c.getBranchesCount());
    for (int i = 0; i < c.getBranchesCount(); i++) {
      branches.add(new BranchRef(c.getTransactions(i), c.getBranches(i)));
    }
    return new FinishBranches(branches);
  }

  @Override
  public byte[] encodeResult(Object result) {
    var written = TxResult.newBuilder();
    switch (result) {
      case IdRanges ids ->
          written
              .getIdsBuilder()
              .setFirstTransaction(ids.firstTransaction())
              .setEndTransaction(ids.endTransaction())
              .setFirstBranch(ids.firstBranch())
              .setEndBranch(ids.endBranch());
      case Long branch -> written.setBranch(branch);
      case TxStatus status -> written.setStatus(Wire.write(status));
      case Boolean done -> written.setDone(done);
      default -> throw new IllegalArgumentException("no command has the result " + result);
    }
    return written.build().toByteArray();
  }

  @Override
  public Object decodeResult(byte[] bytes) {
    TxResult result;
    try {
      result = TxResult.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (result.getResultCase()) {
      case IDS -> {
        var ids = result.getIds();
        yield new IdRanges(
            ids.getFirstTransaction(),
            ids.getEndTransaction(),
            ids.getFirstBranch(),
            ids.getEndBranch());
      }
      case BRANCH -> result.getBranch();
      case STATUS -> Wire.read(result.getStatus());
      case DONE -> result.getDone();
      case RESULT_NOT_SET -> throw new IllegalArgumentException("a result of a newer version");
    };
  }
}
