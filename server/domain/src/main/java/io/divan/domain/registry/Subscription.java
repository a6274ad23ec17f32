package io.divan.domain.registry;

/**
 * What a session wants to be told of.
 *
 * @param clusters names separated by commas, as the client has asked; empty for all
 */
public record Subscription(ServiceKey service, String clusters) {}
