package io.divan.rpc.server;

/**
 * How a server does.
 *
 * @param done requests carried out since the start, whatever came of them
 * @param busy requests turned away because the queue was full
 * @param expired requests dropped because their callers had stopped waiting
 * @param refused requests that were not understood or had forbidden content
 * @param failed requests that ended in an exception the interface does not declare
 * @param connections open now
 * @param inFlight requests being carried out or waiting now
 * @param queued requests waiting for a thread now
 * @param threads workers now
 * @param partialBytes held now by frames that have not arrived in full
 */
public record ServerStats(
    long done,
    long busy,
    long expired,
    long refused,
    long failed,
    int connections,
    int inFlight,
    int queued,
    int threads,
    long partialBytes) {}
