package io.divan.domain.job;

import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** How jobs are fired, and how much of them is kept. */
public record JobSettings(
    @Setting(
            doc =
                "Planned firings that are late by more than this, because no server ran, follow the"
                    + " job's misfire policy; others are fired late.",
            def = "30s")
        Duration misfireAfter,
    @Setting(doc = "An executor that has not been heard of for this long is left out.", def = "90s")
        Duration executorLease,
    @Setting(
            doc = "What runs on an executor that has been gone for this long counts as failed.",
            def = "10m")
        Duration lostAfter,
    @Setting(
            doc =
                "Jobs that may be registered; more are refused. A million need about 550 MB of"
                    + " heap: DIVAN_JAVA_OPTS=-Xmx1g.",
            def = "200000")
        int maxJobs,
    @Setting(doc = "Firings that may be under way at one executor; 0 for any number.", def = "0")
        int perExecutor,
    @Setting(
            doc =
                "Whether jobs may carry scripts (GLUE) for executors to run. Whoever may change jobs"
                    + " can then run anything on the executors' machines.",
            def = "false")
        boolean scripts,
    @Setting(doc = "Chunks of split work that may wait; more are refused.", def = "1000000")
        int maxChunks,
    @Setting(
            doc =
                "Firings of one job that may be under way, waiting ones too; what is due meanwhile"
                    + " is late, and follows the misfire policy.",
            def = "1000")
        int maxActive,
    @Setting(doc = "Finished firings that are kept.", def = "50000") int history) {

  public JobSettings {
    if (history < 1 || maxJobs < 1) {
      throw new IllegalArgumentException("history and max-jobs must be at least 1");
    }
  }
}
