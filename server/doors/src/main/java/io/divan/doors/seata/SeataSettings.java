package io.divan.doors.seata;

import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** The door for Seata's clients. */
public record SeataSettings(
    @Setting(doc = "Whether it is open.", def = "true") boolean enabled,
    @Setting(doc = "Its port; 0 takes any free one.", def = "8091") int port,
    @Setting(doc = "A connection that has sent nothing for this long is closed.", def = "15s")
        Duration idleTimeout,
    @Setting(
            doc =
                "A request must be whole this long after its first byte, or its sender is closed.",
            def = "30s")
        Duration frameTimeout,
    @Setting(doc = "How long a resource manager may take to answer.", def = "15s")
        Duration answerTimeout) {}
