package io.divan.doors.xxljob;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;
import java.time.Duration;
import java.util.Optional;

/** The door for XXL-JOB's executors, on the console's port below {@code /xxl-job-admin}. */
public record XxlJobSettings(
    @Setting(doc = "Whether it is open.", def = "true") boolean enabled,
    @Setting(
            doc =
                "What executors and this server show each other; the executors'"
                    + " xxl.job.accessToken. Needed wherever identity is on.",
            secret = true)
        Optional<String> accessToken,
    @Setting(doc = "How long an executor may take to answer a call.", def = "5s")
        Duration answerTimeout,
    @Setting(doc = "The largest answer that is taken from an executor.", def = "32MB")
        DataSize maxAnswer) {}
