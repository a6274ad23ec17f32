package io.divan.domain.registry;

/** Where an instance can be reached; within a service, what tells it from the others. */
public record Endpoint(String ip, int port, String cluster) {}
