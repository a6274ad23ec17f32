package io.divan.doors.xxljob;

import io.divan.domain.job.ExecutorCalls;
import io.divan.domain.job.Firing;
import io.divan.domain.job.Job;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpCalls;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Calls executors over HTTP, as XXL-JOB's admin does: up to 3.4 a firing goes to {@code run}, from
 * 3.5 on to {@code trigger}, and whoever asks names the executor.
 */
public final class HttpExecutors implements ExecutorCalls, AutoCloseable {
  static final String TOKEN = "XXL-JOB-ACCESS-TOKEN";
  static final String NAME = "XXL-JOB-APPNAME";
  private static final String NOTHING = "{}";
  private static final long LONGEST_REPLY = 64 * 1024; // to anything but a question for a log

  private final XxlJobSettings settings;
  private final HttpCalls calls;

  /**
   * @param aside where names of hosts are looked up
   */
  public HttpExecutors(XxlJobSettings settings, Executor aside) {
    this.settings = settings;
    this.calls = new HttpCalls("divan-executors", aside);
  }

  @Override
  public CompletableFuture<Reply> run(Target target, Firing firing, Job job) {
    return run(target, Messages.run(firing, job));
  }

  CompletableFuture<Reply> run(Target target, String order) {
    return ask(target, "run", order)
        .thenCompose(reply ->
            Messages.isUnknownPath(reply)
                ? ask(target, "trigger", order)
                : CompletableFuture.completedFuture(reply));
  }

  @Override
  public CompletableFuture<Reply> isAlive(Target target) {
    return ask(target, "beat", NOTHING);
  }

  @Override
  public CompletableFuture<Reply> isIdle(Target target, long job) {
    return ask(target, "idleBeat", Messages.ofJob(job));
  }

  @Override
  public CompletableFuture<Reply> kill(Target target, long job) {
    return ask(target, "kill", Messages.ofJob(job));
  }

  /** Asks for lines far behind the end, as the answer has all there are from the first on. */
  @Override
  public CompletableFuture<Boolean> hasBegun(Target target, Instant logged, long firing) {
    return call(target, "log", Messages.log(logged, firing, Integer.MAX_VALUE), LONGEST_REPLY)
        .thenApply(body -> Messages.logPage(body, Integer.MAX_VALUE).exists());
  }

  @Override
  public CompletableFuture<LogPage> log(Target target, Instant logged, long firing, int fromLine) {
    long most = settings.maxAnswer().bytes();
    return call(target, "log", Messages.log(logged, firing, fromLine), most)
        .thenApply(body -> Messages.logPage(body, fromLine));
  }

  private CompletableFuture<Reply> ask(Target target, String what, String body) {
    return call(target, what, body, LONGEST_REPLY).thenApply(Messages::reply);
  }

  private CompletableFuture<String> call(Target target, String what, String body, long most) {
    try {
      URI uri = URI.create(target.address()).resolve(what);
      return calls.post(uri, headers(target.executor()), body, settings.answerTimeout(), most);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          Failure.caused(
              Kind.UNAVAILABLE, "xxl-job.address", target.address() + " is no address.", e));
    }
  }

  private Map<String, String> headers(String executor) {
    return Map.of(
        "Content-Type",
        "application/json;charset=UTF-8",
        TOKEN,
        settings.accessToken().orElse(""),
        NAME,
        executor);
  }

  @Override
  public void close() {
    calls.close();
  }
}
