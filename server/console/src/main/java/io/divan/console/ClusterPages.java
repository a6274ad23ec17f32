package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.log.LogStatus;
import io.divan.kernel.log.Membership;
import io.divan.kernel.peer.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The members of the cluster, and changing them. */
final class ClusterPages {
  private final Supplier<Optional<Membership>> cluster;
  private final Supplier<LogStatus> log;

  ClusterPages(Supplier<Optional<Membership>> cluster, Supplier<LogStatus> log) {
    this.cluster = cluster;
    this.log = log;
  }

  record View(boolean single, long term, long applied, String leader, List<Row> members) {}

  record Row(String member, boolean self, boolean linked, boolean leads, boolean voting) {}

  Object show(Caller caller, HttpRequest request) {
    caller.require(Action.READ, "");
    LogStatus status = log.get();
    List<Row> members =
        cluster.get().map(Membership::standings).orElse(List.of()).stream()
            .map(each ->
                new Row(
                    each.member().toString(),
                    each.self(),
                    each.linked(),
                    each.leads(),
                    each.voting()))
            .toList();
    String leader = cluster.get().flatMap(Membership::leader).map(Member::toString).orElse("");
    return new View(cluster.get().isEmpty(), status.term(), status.appliedIndex(), leader, members);
  }

  Object add(Caller caller, HttpRequest request) {
    return change(caller, request, Membership::add);
  }

  Object remove(Caller caller, HttpRequest request) {
    return change(caller, request, Membership::remove);
  }

  Object transfer(Caller caller, HttpRequest request) {
    return change(caller, request, Membership::transfer);
  }

  private Object change(
      Caller caller,
      HttpRequest request,
      BiFunction<Membership, Member, CompletableFuture<Void>> change) {
    caller.require(Action.ADMIN, "");
    Membership members =
        cluster
            .get()
            .orElseThrow(
                () -> Failure.of(Kind.CONFLICT, "cluster.single", "This is a single server."));
    JsonNode said = Json.readObject(request.bodyText());
    try {
      change.apply(members, Member.parse(said.path("member").asText(""))).join();
      return Map.of("done", true);
    } catch (IllegalArgumentException e) {
      throw Failure.of(Kind.USER, "cluster.member", String.valueOf(e.getMessage()));
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }
}
