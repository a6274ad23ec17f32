package io.divan.doors.xxljob;

import io.divan.domain.job.Jobs;
import io.divan.doors.xxljob.Messages.Registration;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.http.Routes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What XXL-JOB's executors ask of their admin, as routes of an HTTP listener. */
public final class XxlJobDoor {
  private static final Logger log = LoggerFactory.getLogger(XxlJobDoor.class);
  private static final String ROOT = "/xxl-job-admin";
  private static final String API = ROOT + "/api/";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 300; // of the listener's requests; others look and go

  private final Jobs jobs;
  private final byte[] token;
  private final boolean isTokenNeeded;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  private XxlJobDoor(Jobs jobs, XxlJobSettings settings, boolean isIdentityOn) {
    this.jobs = jobs;
    this.token = settings.accessToken().orElse("").getBytes(StandardCharsets.UTF_8);
    this.isTokenNeeded = isIdentityOn || token.length > 0;
    if (isIdentityOn && token.length == 0) {
      log.warn("Executors are refused until xxl-job.access-token is set, as identity is on");
    }
  }

  /**
   * Adds the routes.
   *
   * @param isIdentityOn whether callers must say who they are
   */
  public static void contribute(
      Routes routes, Jobs jobs, XxlJobSettings settings, boolean isIdentityOn) {
    var door = new XxlJobDoor(jobs, settings, isIdentityOn);
    routes.post(API + "registry", request -> door.answer(request, door::register));
    routes.post(API + "registryRemove", request -> door.answer(request, door::leave));
    routes.post(API + "callback", request -> door.answer(request, door::callback));
    routes.post(API + "splitOff", request -> door.answer(request, door::splitOff));
    routes.post(API + "pull", request -> door.answerWith(request, door::pull));
    routes.get(ROOT, request -> toConsole());
    routes.get(ROOT + "/*", request -> toConsole());
  }

  private static HttpResponse toConsole() {
    return HttpResponse.text(302, "Jobs are shown in the console.\n").with("Location", "/#/jobs");
  }

  /** Executors look at the code in the answer, and at no other. */
  private HttpResponse answer(
      HttpRequest request, Function<String, CompletableFuture<Boolean>> work) {
    return answerWith(request, body -> work.apply(body).thenApply(isDone -> Messages.done()));
  }

  private HttpResponse answerWith(
      HttpRequest request, Function<String, CompletableFuture<String>> work) {
    try {
      checkToken(request);
      return HttpResponse.json(200, work.apply(request.bodyText()).join());
    } catch (Failure e) {
      return HttpResponse.json(200, Messages.refused(e.explanation()));
    } catch (CompletionException e) {
      String why = e.getCause() instanceof Failure f ? f.explanation() : String.valueOf(e);
      return HttpResponse.json(200, Messages.refused(why));
    }
  }

  private void checkToken(HttpRequest request) {
    if (request.header("origin").isPresent()) {
      throw Failure.of(
          Kind.DENIED, "xxl-job.browser", "This is for executors, and not for pages in browsers.");
    }
    byte[] shown =
        request
            .header(HttpExecutors.TOKEN.toLowerCase(Locale.ROOT))
            .orElse("")
            .getBytes(StandardCharsets.UTF_8);
    boolean isRight = token.length > 0 && MessageDigest.isEqual(token, shown);
    if (isTokenNeeded && !isRight) {
      throw Failure.of(Kind.DENIED, "xxl-job.token", "The access token is wrong.");
    }
  }

  private CompletableFuture<Boolean> register(String body) {
    Registration said = Messages.registration(body);
    return jobs.beat(said.executor(), address(said.address()));
  }

  private CompletableFuture<Boolean> leave(String body) {
    Registration said = Messages.registration(body);
    return jobs.leave(said.executor(), address(said.address()));
  }

  private CompletableFuture<Boolean> callback(String body) {
    return jobs.ended(Messages.callbacks(body));
  }

  private CompletableFuture<Boolean> splitOff(String body) {
    Messages.SplitOff said = Messages.splitOff(body);
    return jobs.splitOff(said.holder(), said.part(), said.chunks());
  }

  private CompletableFuture<String> pull(String body) {
    Messages.Pull said = Messages.pull(body);
    String address = address(said.address());
    boolean mayWait = waiting.tryAcquire();
    return jobs.take(
            said.executor(),
            address,
            said.holding(),
            said.most(),
            mayWait ? LONGEST_WAIT : Duration.ZERO)
        .whenComplete((taken, failure) -> waiting.release(mayWait ? 1 : 0))
        .thenApply(Messages::chunks);
  }

  /** An executor's base address, ending in a slash. */
  private static String address(String text) {
    try {
      var uri = new URI(text.endsWith("/") ? text : text + "/");
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isPlain =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (isHttp && isPlain && uri.getHost() != null) {
        return uri.toString();
      }
    } catch (URISyntaxException e) {
      log.debug("Not an address", e);
    }
    throw Failure.of(
        Kind.USER,
        "xxl-job.address",
        "registryValue is the executor's address, such as http://10.0.0.7:9999/");
  }
}
