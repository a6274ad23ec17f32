package io.divan.rpc.wire;

/**
 * What all connections of a listener may take together.
 *
 * @param frames what each of them may take
 * @param connections the most open
 * @param partialBytes the most memory for frames that have not arrived in full
 * @param unsentBytes the most memory for answers that have not been sent
 */
public record ListenerLimits(
    FrameLimits frames, int connections, long partialBytes, long unsentBytes) {}
