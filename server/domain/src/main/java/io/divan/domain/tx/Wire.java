package io.divan.domain.tx;

import io.divan.domain.tx.wire.Client;
import io.divan.domain.tx.wire.StoredBranch;
import io.divan.domain.tx.wire.StoredIntervention;
import java.time.Duration;
import java.time.Instant;

/** The parts that commands and snapshots have in common, to and from their written form. */
final class Wire {
  private Wire() {}

  static io.divan.domain.tx.wire.Begin write(Begin begin) {
    return io.divan.domain.tx.wire.Begin.newBuilder()
        .setId(begin.xid().id())
        .setAddress(begin.xid().address())
        .setName(begin.name())
        .setApplication(begin.application())
        .setGroup(begin.group())
        .setBeganMicros(micros(begin.began()))
        .setTimeoutMillis(begin.timeout().toMillis())
        .build();
  }

  static Begin read(io.divan.domain.tx.wire.Begin begin) {
    return new Begin(
        new Xid(begin.getAddress(), begin.getId()),
        begin.getName(),
        begin.getApplication(),
        begin.getGroup(),
        instant(begin.getBeganMicros()),
        Duration.ofMillis(begin.getTimeoutMillis()));
  }

  static Client write(ClientId client) {
    return Client.newBuilder()
        .setApplication(client.application())
        .setHost(client.host())
        .setPort(client.port())
        .build();
  }

  static ClientId read(Client client) {
    return new ClientId(client.getApplication(), client.getHost(), client.getPort());
  }

  static StoredBranch write(Branch branch) {
    return StoredBranch.newBuilder()
        .setId(branch.id())
        .setKind(write(branch.kind()))
        .setResource(branch.resource())
        .setClient(write(branch.client()))
        .setLockKeys(branch.lockKeys())
        .setApplicationData(branch.applicationData())
        .setState(write(branch.state()))
        .build();
  }

  static Branch read(StoredBranch branch) {
    return new Branch(
        branch.getId(),
        read(branch.getKind()),
        branch.getResource(),
        read(branch.getClient()),
        branch.getLockKeys(),
        branch.getApplicationData(),
        read(branch.getState()));
  }

  static io.divan.domain.tx.wire.BranchKind write(BranchKind kind) {
    return io.divan.domain.tx.wire.BranchKind.valueOf(kind.name());
  }

  static BranchKind read(io.divan.domain.tx.wire.BranchKind kind) {
    return BranchKind.valueOf(kind.name());
  }

  static io.divan.domain.tx.wire.BranchState write(BranchState state) {
    return io.divan.domain.tx.wire.BranchState.valueOf(state.name());
  }

  static BranchState read(io.divan.domain.tx.wire.BranchState state) {
    return BranchState.valueOf(state.name());
  }

  static io.divan.domain.tx.wire.TxStatus write(TxStatus status) {
    return io.divan.domain.tx.wire.TxStatus.valueOf(status.name());
  }

  static TxStatus read(io.divan.domain.tx.wire.TxStatus status) {
    return TxStatus.valueOf(status.name());
  }

  static io.divan.domain.tx.wire.Remedy write(Remedy remedy) {
    return io.divan.domain.tx.wire.Remedy.valueOf(remedy.name());
  }

  static Remedy read(io.divan.domain.tx.wire.Remedy remedy) {
    return Remedy.valueOf(remedy.name());
  }

  static StoredIntervention write(Intervention intervention) {
    var stored =
        StoredIntervention.newBuilder()
            .setAtMicros(micros(intervention.at()))
            .setAddress(intervention.xid().address())
            .setTransaction(intervention.xid().id())
            .setRemedy(write(intervention.remedy()))
            .setAuthor(intervention.author())
            .setReason(intervention.reason())
            .setBefore(write(intervention.before()))
            .setHeldBecause(intervention.heldBecause());
    intervention.branches().forEach(branch -> stored.addBranches(write(branch)));
    return stored.build();
  }

  static Intervention read(StoredIntervention stored) {
    return new Intervention(
        instant(stored.getAtMicros()),
        new Xid(stored.getAddress(), stored.getTransaction()),
        read(stored.getRemedy()),
        stored.getAuthor(),
        stored.getReason(),
        read(stored.getBefore()),
        stored.getHeldBecause(),
        stored.getBranchesList().stream().map(Wire::read).toList());
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
