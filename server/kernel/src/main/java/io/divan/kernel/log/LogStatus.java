package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import java.util.Optional;

/**
 * The log as an operator sees it.
 *
 * @param incarnation this process's name among those that have proposed entries
 * @param term of the leader that this node follows or is; 0 before there was one
 * @param appliedIndex the newest entry that is part of the state
 * @param firstIndex the oldest entry still on disk
 * @param lastIndex the newest entry on disk
 * @param forces how often this process has waited for stable storage
 * @param featureLevel what every member understands
 * @param halted why the log has stopped for good, if it has
 */
public record LogStatus(
    long incarnation,
    long term,
    long appliedIndex,
    long firstIndex,
    long lastIndex,
    long forces,
    int featureLevel,
    Optional<Failure> halted) {}
