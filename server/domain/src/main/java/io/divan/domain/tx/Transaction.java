package io.divan.domain.tx;

import io.divan.kernel.machine.EffectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A global transaction that is not finished.
 *
 * @param changed when its status last changed
 * @param reason why it is held; empty if it is not
 * @param branches in the order of their registration; done ones are gone
 * @param locksHeld whether the rows of its branches are still locked
 * @param owed the second phase that it owes, once it is decided
 */
public record Transaction(
    Begin begin,
    TxStatus status,
    Instant changed,
    String reason,
    List<Branch> branches,
    boolean locksHeld,
    Optional<EffectId> owed) {

  static Transaction begun(Begin begin) {
    return new Transaction(
        begin, TxStatus.BEGUN, begin.began(), "", List.of(), true, Optional.empty());
  }

  public Xid xid() {
    return begin.xid();
  }

  long id() {
    return begin.xid().id();
  }

  Optional<Branch> branch(long branchId) {
    return branches.stream().filter(each -> each.id() == branchId).findAny();
  }

  /** Held no longer. */
  Transaction resumed(TxStatus newStatus, Instant now) {
    return new Transaction(begin, newStatus, now, "", branches, locksHeld, owed);
  }

  Transaction in(TxStatus newStatus, Instant now) {
    return new Transaction(begin, newStatus, now, reason, branches, locksHeld, owed);
  }

  Transaction held(String why, Instant now) {
    return new Transaction(begin, status.whenHeld(), now, why, branches, locksHeld, owed);
  }

  Transaction unlocked() {
    return new Transaction(begin, status, changed, reason, branches, false, owed);
  }

  Transaction owing(EffectId effect) {
    return new Transaction(
        begin, status, changed, reason, branches, locksHeld, Optional.of(effect));
  }

  Transaction with(Branch branch) {
    return withBranches(Stream.concat(branches.stream(), Stream.of(branch)).toList());
  }

  Transaction replacing(Branch branch) {
    return withBranches(
        branches.stream().map(each -> each.id() == branch.id() ? branch : each).toList());
  }

  Transaction keeping(Predicate<Branch> wanted) {
    return withBranches(branches.stream().filter(wanted).toList());
  }

  private Transaction withBranches(List<Branch> newBranches) {
    return new Transaction(begin, status, changed, reason, newBranches, locksHeld, owed);
  }

  boolean isSaga() {
    return branches.stream().anyMatch(each -> each.kind() == BranchKind.SAGA);
  }

  /** Whether nothing but deleting undo logs is left of a commit. */
  boolean commitsLater() {
    return branches.stream().allMatch(each -> each.kind().commitsLater());
  }
}
