package io.divan.domain.config;

/**
 * What came of publishing.
 *
 * @param version the configuration's, after it
 * @param changed false if it was exactly that already
 */
public record Published(long version, boolean changed) {}
