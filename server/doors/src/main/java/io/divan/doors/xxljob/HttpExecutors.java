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

/** Calls executors over HTTP, as XXL-JOB's admin does. */
public final class HttpExecutors implements ExecutorCalls, AutoCloseable {
  static final String TOKEN = "XXL-JOB-ACCESS-TOKEN";
  private static final String NOTHING = "{}";
  private static final long LONGEST_REPLY = 64 * 1024; // to anything but a question for a log

  private final XxlJobSettings settings;
  private final HttpCalls calls;
  private final Map<String, String> headers;

  /**
   * @param aside where names of hosts are looked up
   */
  public HttpExecutors(XxlJobSettings settings, Executor aside) {
    this.settings = settings;
    this.calls = new HttpCalls("divan-executors", aside);
    this.headers =
        Map.of(
            "Content-Type",
            "application/json;charset=UTF-8",
            TOKEN,
            settings.accessToken().orElse(""));
  }

  @Override
  public CompletableFuture<Reply> run(String address, Firing firing, Job job) {
    return ask(address, "run", Messages.run(firing, job));
  }

  @Override
  public CompletableFuture<Reply> isAlive(String address) {
    return ask(address, "beat", NOTHING);
  }

  @Override
  public CompletableFuture<Reply> isIdle(String address, long job) {
    return ask(address, "idleBeat", Messages.ofJob(job));
  }

  @Override
  public CompletableFuture<Reply> kill(String address, long job) {
    return ask(address, "kill", Messages.ofJob(job));
  }

  /** Asks for lines far behind the end, as the answer has all there are from the first on. */
  @Override
  public CompletableFuture<Boolean> hasBegun(String address, Instant logged, long firing) {
    return call(address, "log", Messages.log(logged, firing, Integer.MAX_VALUE), LONGEST_REPLY)
        .thenApply(body -> Messages.logPage(body, Integer.MAX_VALUE).exists());
  }

  @Override
  public CompletableFuture<LogPage> log(String address, Instant logged, long firing, int fromLine) {
    long most = settings.maxAnswer().bytes();
    return call(address, "log", Messages.log(logged, firing, fromLine), most)
        .thenApply(body -> Messages.logPage(body, fromLine));
  }

  private CompletableFuture<Reply> ask(String address, String what, String body) {
    return call(address, what, body, LONGEST_REPLY).thenApply(Messages::reply);
  }

  private CompletableFuture<String> call(String address, String what, String body, long most) {
    try {
      URI uri = URI.create(address).resolve(what);
      return calls.post(uri, headers, body, settings.answerTimeout(), most);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          Failure.caused(Kind.UNAVAILABLE, "xxl-job.address", address + " is no address.", e));
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
