package io.divan.domain.config;

/**
 * Tells a session that a configuration it listens to has changed; it reads what it wants itself.
 */
public record ConfigChanged(ConfigKey key) {}
