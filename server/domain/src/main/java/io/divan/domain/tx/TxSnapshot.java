package io.divan.domain.tx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.tx.wire.Head;
import io.divan.domain.tx.wire.OutcomeBlock;
import io.divan.domain.tx.wire.StoredTransaction;
import io.divan.domain.tx.wire.TxRecord;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.EffectId;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The machine's section of a snapshot. Locks are not in it: the branches say what they are. */
final class TxSnapshot {
  private static final int VERSION = 1;

  private TxSnapshot() {}

  /** Which ids have been set aside. */
  record Ids(long firstTransaction, long nextTransaction, long nextBranch) {}

  /** Takes what a section holds. */
  interface Target {
    void ids(Ids ids);

    void transaction(Transaction transaction);

    void intervention(Intervention intervention);

    void outcomes(long block, byte[] bits);
  }

  static Capture capture(
      Ids ids,
      Collection<Transaction> transactions,
      List<Intervention> interventions,
      Outcomes outcomes) {
    List<Transaction> now = List.copyOf(transactions);
    List<OutcomeBlock> blocks = new ArrayList<>();
    outcomes.forEachBlock((number, bits) ->
        blocks.add(
            OutcomeBlock.newBuilder()
                .setNumber(number)
                .setBits(ByteString.copyFrom(bits))
                .build()));
    return new Capture() {
      @Override
      public int version() {
        return VERSION;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        var head =
            Head.newBuilder()
                .setFirstTransaction(ids.firstTransaction())
                .setNextTransaction(ids.nextTransaction())
                .setNextBranch(ids.nextBranch());
        section.write(TxRecord.newBuilder().setHead(head).build().toByteArray());
        for (Transaction each : now) {
          section.write(TxRecord.newBuilder().setTransaction(write(each)).build().toByteArray());
        }
        for (Intervention each : interventions) {
          var written = TxRecord.newBuilder().setIntervention(Wire.write(each));
          section.write(written.build().toByteArray());
        }
        for (OutcomeBlock each : blocks) {
          section.write(TxRecord.newBuilder().setOutcomes(each).build().toByteArray());
        }
      }
    };
  }

  private static StoredTransaction write(Transaction transaction) {
    var stored =
        StoredTransaction.newBuilder()
            .setBegin(Wire.write(transaction.begin()))
            .setStatus(Wire.write(transaction.status()))
            .setChangedMicros(Wire.micros(transaction.changed()))
            .setReason(transaction.reason())
            .setLocksHeld(transaction.locksHeld());
    transaction.branches().forEach(branch -> stored.addBranches(Wire.write(branch)));
    transaction
        .owed()
        .ifPresent(owed -> stored.setOwedIndex(owed.index()).setOwedOrdinal(owed.ordinal()));
    return stored.build();
  }

  static void restore(SectionReader section, Target target) {
    if (section.version() > VERSION) {
      throw new IllegalArgumentException("transactions of a newer version " + section.version());
    }
    try {
      for (byte[] bytes = section.next(); bytes != null; bytes = section.next()) {
        restore(TxRecord.parseFrom(bytes), target);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void restore(TxRecord written, Target target) {
    switch (written.getRecordCase()) {
      case HEAD -> {
        Head head = written.getHead();
        target.ids(
            new Ids(head.getFirstTransaction(), head.getNextTransaction(), head.getNextBranch()));
      }
      case TRANSACTION -> target.transaction(read(written.getTransaction()));
      case INTERVENTION -> target.intervention(Wire.read(written.getIntervention()));
      case OUTCOMES ->
          target.outcomes(
              written.getOutcomes().getNumber(), written.getOutcomes().getBits().toByteArray());
      case RECORD_NOT_SET -> throw new IllegalArgumentException("a record of a newer version");
    }
  }

  private static Transaction read(StoredTransaction stored) {
    return new Transaction(
        Wire.read(stored.getBegin()),
        Wire.read(stored.getStatus()),
        Wire.instant(stored.getChangedMicros()),
        stored.getReason(),
        stored.getBranchesList().stream().map(Wire::read).toList(),
        stored.getLocksHeld(),
        stored.getOwedIndex() == 0
            ? Optional.empty()
            : Optional.of(new EffectId(stored.getOwedIndex(), stored.getOwedOrdinal())));
  }
}
