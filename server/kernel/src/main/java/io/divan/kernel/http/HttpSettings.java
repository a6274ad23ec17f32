package io.divan.kernel.http;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** Bounds on what HTTP clients may send. */
public record HttpSettings(
    @Setting(doc = "The largest body of a request.", def = "16MB") DataSize maxBody,
    @Setting(
            doc =
                "A connection that has sent no whole request, or not taken its answer, for this"
                    + " long is closed.",
            def = "60s")
        Duration idleTimeout,
    @Setting(doc = "Requests answered at one time; more are told to come back.", def = "1000")
        int maxConcurrent) {}
