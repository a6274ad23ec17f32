package io.divan.console;

import io.divan.domain.config.Configurations;
import io.divan.domain.identity.Identity;
import io.divan.domain.job.Jobs;
import io.divan.domain.registry.Registry;
import io.divan.domain.tx.Transactions;
import io.divan.kernel.log.LogStatus;
import io.divan.kernel.log.Membership;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.telemetry.Health;
import io.divan.kernel.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the console shows and works on.
 *
 * @param ports where each door listens, {@code host:port} by name; asked for each time
 * @param log the replicated log as it is now
 * @param cluster its members; nothing for a single server
 * @param started when this process began
 * @param data the folder of everything that must not be lost
 */
public record Inside(
    Identity identity,
    Registry registry,
    Configurations configurations,
    Transactions transactions,
    Jobs jobs,
    Sessions sessions,
    Health health,
    Supplier<Map<String, String>> ports,
    Supplier<LogStatus> log,
    Supplier<Optional<Membership>> cluster,
    Clock clock,
    Instant started,
    String data) {}
