package io.divan.boot.job;

import com.xxl.job.core.context.XxlJobHelper;
import com.xxl.job.core.handler.IJobHandler;
import io.divan.boot.JobContext;
import java.io.File;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Runs firings that xxl-job-core has taken; one that is delivered again is not run again. */
final class FiringHandler extends IJobHandler {
  private static final int REMEMBERED = 10_000;

  private final JobMethod method;
  private final SchedulerApi scheduler;
  private final Map<Long, Outcome> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Outcome> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Outcome(boolean success, String message) {}

  FiringHandler(JobMethod method, SchedulerApi scheduler) {
    this.method = method;
    this.scheduler = scheduler;
  }

  @Override
  public void execute() {
    long logId = logId();
    Outcome before = remembered(logId);
    if (before != null) {
      XxlJobHelper.log("Delivered again, and not run again.");
      tell(before);
      return;
    }
    Outcome outcome = run(logId);
    remember(logId, outcome);
    tell(outcome);
  }

  private Outcome run(long logId) {
    var splitting = new Splitting(scheduler, logId);
    try {
      String message = method.run(new FiringContext(splitting));
      splitting.flush();
      return new Outcome(true, message);
    } catch (Exception e) { // whatever the job throws is how it ended
      XxlJobHelper.log(e);
      return new Outcome(false, String.valueOf(e));
    }
  }

  private static void tell(Outcome outcome) {
    if (outcome.success()) {
      XxlJobHelper.handleSuccess(outcome.message());
    } else {
      XxlJobHelper.handleFail(outcome.message());
    }
  }

  private @Nullable Outcome remembered(long logId) {
    synchronized (recent) {
      return recent.get(logId);
    }
  }

  private void remember(long logId, Outcome outcome) {
    synchronized (recent) {
      recent.put(logId, outcome);
    }
  }

  /** The name of the firing's log is its log id; how to ask for it changed with 3.3. */
  private static long logId() {
    Method ask =
        Stream.of("getJobLogFileName", "getLogFileName")
            .map(name -> ClassUtils.getMethodIfAvailable(XxlJobHelper.class, name))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("This version of xxl-job-core tells no log id"));
    String file = new File(String.valueOf(ReflectionUtils.invokeMethod(ask, null))).getName();
    return Long.parseLong(file.substring(0, file.indexOf('.')));
  }

  private record FiringContext(Splitting splitting) implements JobContext {
    @Override
    public String parameters() {
      String parameters = XxlJobHelper.getJobParam();
      return parameters == null ? "" : parameters;
    }

    @Override
    public int level() {
      return 0;
    }

    @Override
    public int attempt() {
      return 0;
    }

    @Override
    public int shard() {
      return XxlJobHelper.getShardIndex();
    }

    @Override
    public int shards() {
      return Math.max(1, XxlJobHelper.getShardTotal());
    }

    @Override
    public void split(List<String> chunks) {
      splitting.add(chunks);
    }

    @Override
    public void log(String line) {
      XxlJobHelper.log(line);
    }
  }
}
