package io.divan.guard;

import java.time.Duration;

/**
 * A resource's last second.
 *
 * @param passed calls let through
 * @param refused calls not let through
 * @param ended calls that have ended, well or not
 * @param failed of those, which failed
 * @param mean how long those that have ended took on the average
 * @param inFlight calls that have not ended yet
 */
public record Statistics(
    long passed, long refused, long ended, long failed, Duration mean, int inFlight) {}
