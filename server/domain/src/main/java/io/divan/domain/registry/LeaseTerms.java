package io.divan.domain.registry;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How long a leased instance may be silent.
 *
 * @param client who has asked for the lease
 * @param healthyFor silent for longer, it is no longer healthy
 * @param removedAfter silent for longer, it is gone
 */
public record LeaseTerms(InetSocketAddress client, Duration healthyFor, Duration removedAfter) {}
