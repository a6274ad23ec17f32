package io.divan.rpc;

/**
 * What is announced of a service.
 *
 * @param address where clients reach it
 * @param app the application that offers it
 */
public record ServiceRegistration(ServiceName name, Address address, int weight, String app) {}
