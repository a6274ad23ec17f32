package io.divan.console;

import io.divan.domain.tx.Branch;
import io.divan.domain.tx.ClientId;
import io.divan.domain.tx.Transaction;
import io.divan.domain.tx.Transactions;
import io.divan.domain.tx.Transactions.Figures;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Live transactions, their branches and their locks. */
final class TransactionPages {
  private static final int MOST = 500;

  private final Transactions transactions;
  private final Clock clock;

  TransactionPages(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  record ListView(Figures figures, int total, List<Row> transactions) {}

  record Row(
      String xid,
      String name,
      String application,
      String status,
      boolean held,
      String reason,
      String began,
      long ageMillis,
      long timeoutMillis,
      boolean locksHeld,
      List<BranchRow> branches) {}

  record BranchRow(
      String id, String kind, String state, String resource, String client, String lockKeys) {}

  record LockRow(String resource, String table, String primaryKey, String xid, long ageMillis) {}

  Object list(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    List<Transaction> active = transactions.active();
    Instant now = clock.now();
    return new ListView(
        transactions.figures(),
        active.size(),
        active.stream().limit(MOST).map(each -> row(each, now)).toList());
  }

  private static Row row(Transaction each, Instant now) {
    return new Row(
        each.xid().toString(),
        each.begin().name(),
        each.begin().application(),
        each.status().name(),
        !each.reason().isEmpty(),
        each.reason(),
        each.begin().began().toString(),
        Duration.between(each.begin().began(), now).toMillis(),
        each.begin().timeout().toMillis(),
        each.locksHeld(),
        each.branches().stream().map(TransactionPages::branch).toList());
  }

  private static BranchRow branch(Branch each) {
    return new BranchRow(
        Long.toString(each.id()), // beyond what a script's numbers can hold
        each.kind().name(),
        each.state().name(),
        each.resource(),
        each.client().toString(),
        each.lockKeys());
  }

  Object locks(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Instant now = clock.now();
    Map<String, Instant> began = new TreeMap<>();
    transactions.active().forEach(t -> began.put(t.xid().toString(), t.begin().began()));
    return transactions.locks(MOST).stream()
        .map(each ->
            new LockRow(
                each.row().resource(),
                each.row().table(),
                each.row().primaryKey(),
                each.holder().toString(),
                Duration.between(began.getOrDefault(each.holder().toString(), now), now)
                    .toMillis()))
        .toList();
  }

  Object resources(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    Map<String, List<String>> view = new TreeMap<>();
    transactions
        .resources()
        .forEach(
            (name, clients) -> view.put(name, clients.stream().map(ClientId::toString).toList()));
    return view;
  }
}
