package io.divan.crash;

import io.divan.protocol.seata.GlobalStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What clients were told and what resource managers were asked, by transaction. */
final class History {
  private final ConcurrentHashMap<String, Told> transactions = new ConcurrentHashMap<>();

  /** One transaction's. */
  static final class Told {
    private final Set<Long> registered = new HashSet<>();
    private final Set<Long> committed = new HashSet<>();
    private final Set<Long> rolledBack = new HashSet<>();
    private GlobalStatus answered = GlobalStatus.UNKNOWN;
  }

  private Told told(String xid) {
    return transactions.computeIfAbsent(xid, x -> new Told());
  }

  void registered(String xid, long branch) {
    change(xid, told -> told.registered.add(branch));
  }

  void answered(String xid, GlobalStatus status) {
    change(xid, told -> told.answered = status);
  }

  void asked(String xid, long branch, boolean commit) {
    change(xid, told -> (commit ? told.committed : told.rolledBack).add(branch));
  }

  private void change(String xid, Consumer<Told> change) {
    Told told = told(xid);
    synchronized (told) {
      change.accept(told);
    }
  }

  Set<String> xids() {
    return new TreeSet<>(transactions.keySet());
  }

  GlobalStatus answer(String xid) {
    return told(xid).answered;
  }

  long count(GlobalStatus answered) {
    return transactions.values().stream().filter(each -> each.answered == answered).count();
  }

  /** Everything that must not be, in words; to be asked when nothing is owed any more. */
  List<String> contradictions() {
    List<String> found = new ArrayList<>();
    transactions.forEach((xid, told) -> check(xid, told, found));
    return found;
  }

  private static void check(String xid, Told told, List<String> found) {
    if (!told.committed.isEmpty() && !told.rolledBack.isEmpty()) {
      found.add(xid + " is half done: " + told.committed + " against " + told.rolledBack);
    }
    boolean saidCommitted = told.answered == GlobalStatus.COMMITTED;
    boolean saidRolledBack = told.answered == GlobalStatus.ROLLBACKED;
    if (saidCommitted && !told.committed.containsAll(told.registered)) {
      found.add(xid + " was answered committed, but not all of " + told.registered + " were asked");
    }
    if (saidCommitted && !told.rolledBack.isEmpty()) {
      found.add(xid + " was answered committed and rolled back " + told.rolledBack);
    }
    if (saidRolledBack && !told.rolledBack.containsAll(told.registered)) {
      found.add(xid + " was answered rolled back, but not all of " + told.registered + " were");
    }
    if (saidRolledBack && !told.committed.isEmpty()) {
      found.add(xid + " was answered rolled back and committed " + told.committed);
    }
    if (!told.committed.isEmpty() && !told.committed.containsAll(told.registered)) {
      found.add(xid + " is committed in part: " + told.committed + " of " + told.registered);
    }
  }
}
