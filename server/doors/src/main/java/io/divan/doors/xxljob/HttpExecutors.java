package io.divan.doors.xxljob;

import io.divan.domain.job.ExecutorCalls;
import io.divan.domain.job.Firing;
import io.divan.domain.job.JobSpec;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Calls executors over HTTP, as XXL-JOB's admin does. */
public final class HttpExecutors implements ExecutorCalls, AutoCloseable {
  static final String TOKEN = "XXL-JOB-ACCESS-TOKEN";
  private static final String NOTHING = "{}";

  private final XxlJobSettings settings;
  private final HttpClient client;

  /**
   * @param executor where answers are taken
   */
  public HttpExecutors(XxlJobSettings settings, Executor executor) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.answerTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor)
            .build();
  }

  @Override
  public CompletableFuture<Reply> run(String address, Firing firing, JobSpec job) {
    return call(address, "run", Messages.run(firing, job)).thenApply(Messages::reply);
  }

  @Override
  public CompletableFuture<Reply> isAlive(String address) {
    return call(address, "beat", NOTHING).thenApply(Messages::reply);
  }

  @Override
  public CompletableFuture<Reply> isIdle(String address, long job) {
    return call(address, "idleBeat", Messages.ofJob(job)).thenApply(Messages::reply);
  }

  @Override
  public CompletableFuture<Reply> kill(String address, long job) {
    return call(address, "kill", Messages.ofJob(job)).thenApply(Messages::reply);
  }

  @Override
  public CompletableFuture<LogPage> log(String address, Instant logged, long firing, int fromLine) {
    return call(address, "log", Messages.log(logged, firing, fromLine))
        .thenApply(body -> Messages.logPage(body, fromLine));
  }

  private CompletableFuture<String> call(String address, String what, String body) {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create(address).resolve(what))
              .timeout(settings.answerTimeout())
              .header("Content-Type", "application/json;charset=UTF-8")
              .header(TOKEN, settings.accessToken().orElse(""))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          Failure.caused(Kind.UNAVAILABLE, "xxl-job.address", address + " is no address.", e));
    }
    var answer =
        BodyHandlers.limiting(
            BodyHandlers.ofString(StandardCharsets.UTF_8), settings.maxAnswer().bytes());
    return client
        .sendAsync(request, answer)
        .thenApply(HttpResponse::body)
        .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(failure(address, thrown)));
  }

  private static Failure failure(String address, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    boolean isRefused =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    return isRefused
        ? Failure.caused(Kind.UNAVAILABLE, "xxl-job.unreached", address + " is not reached.", cause)
        : Failure.caused(
            Kind.UNKNOWN,
            "xxl-job.no-answer",
            address + " has not answered as expected: " + cause.getMessage(),
            cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
