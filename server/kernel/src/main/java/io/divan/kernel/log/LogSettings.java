package io.divan.kernel.log;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** How the replicated log is kept. */
public record LogSettings(
    @Setting(doc = "A new segment file is begun once the current one has this size.", def = "32MB")
        DataSize segmentSize,
    @Setting(
            doc = "A snapshot is taken, and older log deleted, after this much new log.",
            def = "16MB")
        DataSize snapshotEvery,
    @Setting(doc = "Changes that one domain may have pending; more are refused.", def = "20000")
        int maxPending,
    @Setting(doc = "Bytes that one domain may have pending; more are refused.", def = "64MB")
        DataSize maxPendingBytes,
    @Setting(doc = "The largest single change.", def = "16MB") DataSize maxEntry,
    @Setting(
            doc = "Without a sign of life from the leader for this long, a follower stands for it.",
            def = "1s")
        Duration electionTimeout,
    @Setting(
            doc =
                "In a cluster, how long a change is brought to whoever leads before it is answered"
                    + " that it was refused, or that nobody can tell.",
            def = "5s")
        Duration proposalLimit) {}
