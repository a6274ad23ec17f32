package io.divan.console;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.http.HttpStatus;
import io.divan.kernel.http.Routes;
import io.divan.kernel.identity.Caller;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The console as routes of an HTTP listener. */
public final class Console {
  private final Access access;

  private Console(Access access) {
    this.access = access;
  }

  /** Adds the pages and their API. */
  public static void contribute(Routes routes, Inside inside) {
    var pages = new Pages();
    routes.get("/", request -> pages.home());
    routes.get("/console", request -> pages.home());
    routes.get("/console/*", pages::serve);
    new Console(new Access(inside.identity())).api(routes, inside);
  }

  private void api(Routes routes, Inside inside) {
    routes.get("/api/login", request -> answer(access::who, request));
    routes.post("/api/login", access::login);
    routes.delete("/api/login", request -> access.logout());

    var overview = new Overview(inside);
    routes.get("/api/overview", known(overview::show));

    var cluster = new ClusterPages(inside.cluster(), inside.log());
    routes.get("/api/cluster", known(cluster::show));
    routes.put("/api/cluster/add", known(cluster::add));
    routes.put("/api/cluster/remove", known(cluster::remove));
    routes.put("/api/cluster/transfer", known(cluster::transfer));

    var services = new Services(inside.registry(), inside.sessions());
    routes.get("/api/services", known(services::list));
    routes.get("/api/service", known(services::detail));

    var configuration = new ConfigurationPages(inside.configurations());
    routes.get("/api/configurations", known(configuration::list));
    routes.get("/api/configuration", known(configuration::detail));
    routes.get("/api/configuration/at", known(configuration::at));
    routes.put("/api/configuration", known(configuration::publish));
    routes.delete("/api/configuration", known(configuration::remove));
    routes.post("/api/configuration/roll-back", known(configuration::rollBack));

    var transactions = new TransactionPages(inside.transactions(), inside.clock());
    routes.get("/api/transactions", known(transactions::list));
    routes.put("/api/transactions/remedy", known(transactions::remedy));
    routes.get("/api/transactions/audit", known(transactions::audit));
    routes.get("/api/locks", known(transactions::locks));
    routes.get("/api/resources", known(transactions::resources));

    var jobs = new JobPages(inside.jobs(), inside.clock());
    routes.get("/api/jobs", known(jobs::list));
    routes.get("/api/jobs/timeline", known(jobs::timeline));
    routes.get("/api/jobs/export", known(jobs::export));
    routes.put("/api/jobs", known(jobs::addAll));
    routes.get("/api/job", known(jobs::detail));
    routes.put("/api/job", known(jobs::save));
    routes.delete("/api/job", known(jobs::remove));
    routes.get("/api/job/preview", known(jobs::preview));
    routes.put("/api/job/switch", known(jobs::switchTo));
    routes.put("/api/job/trigger", known(jobs::trigger));
    routes.get("/api/firings", known(jobs::latest));
    routes.get("/api/firing/log", known(jobs::log));
    routes.put("/api/firing/kill", known(jobs::kill));
    routes.get("/api/firing/run", known(jobs::run));
    routes.put("/api/firing/steer", known(jobs::steer));
    routes.put("/api/event", known(jobs::emit));
  }

  /** For callers who have said who they are, where that is asked. */
  private Routes.Handler known(BiFunction<Caller, HttpRequest, Object> work) {
    return request -> answer(each -> work.apply(access.caller(each), each), request);
  }

  private static HttpResponse answer(Function<HttpRequest, Object> work, HttpRequest request) {
    try {
      return HttpResponse.json(200, Json.write(work.apply(request)))
          .with("Cache-Control", "no-store");
    } catch (Failure e) {
      boolean strange = e.code().equals(Access.LOGIN_NEEDED);
      return HttpResponse.json(
          strange ? 401 : HttpStatus.of(e.kind()),
          Json.write(Map.of("code", e.code(), "message", e.explanation())));
    }
  }
}
