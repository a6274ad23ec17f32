package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.domain.tx.Branch;
import io.divan.domain.tx.ClientId;
import io.divan.domain.tx.Remedy;
import io.divan.domain.tx.Transaction;
import io.divan.domain.tx.Transactions;
import io.divan.domain.tx.Transactions.Figures;
import io.divan.domain.tx.TxStatus;
import io.divan.domain.tx.Xid;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

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

  record Intervened(
      String at,
      String xid,
      String remedy,
      String author,
      String reason,
      String before,
      String heldBecause,
      List<BranchRow> branches) {}

  /** What persons have done about transactions, the latest first. */
  Object audit(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    return transactions.interventions().stream()
        .map(each ->
            new Intervened(
                each.at().toString(),
                each.xid().toString(),
                each.remedy().name(),
                each.author(),
                each.reason(),
                each.before().name(),
                each.heldBecause(),
                each.branches().stream().map(TransactionPages::branch).toList()))
        .toList();
  }

  /** Does what a person has decided: {@code {xid, remedy, reason, author}}. */
  Object remedy(Caller caller, HttpRequest request) {
    caller.require(Action.ADMIN, "");
    JsonNode said = Json.readObject(request.bodyText());
    String claimed = said.path("author").asText("");
    boolean isKnown = !caller.equals(Caller.anybody());
    String author = isKnown || claimed.isBlank() ? caller.name() : claimed + " (not logged in)";
    try {
      TxStatus status =
          transactions
              .intervene(
                  Origin.of(author, ""),
                  Xid.parse(said.path("xid").asText("")),
                  remedy(said.path("remedy").asText("")),
                  said.path("reason").asText(""))
              .join();
      return Map.of("status", status.name());
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  private static Remedy remedy(String name) {
    return Arrays.stream(Remedy.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Failure.of(
                Kind.USER,
                "tx.remedy-unknown",
                "\"" + name + "\" is none of " + Arrays.toString(Remedy.values()) + "."));
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
