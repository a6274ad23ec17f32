package io.divan.protocol.bolt;

/**
 * A question, or with {@code oneWay} an announcement that nobody waits for an answer to.
 *
 * @param timeoutMillis how long the sender waits from now on; not positive if it does not say
 */
public record BoltRequest(
    BoltVersion version,
    BoltCommand command,
    int id,
    byte codec,
    boolean oneWay,
    int timeoutMillis,
    BoltBody body)
    implements BoltFrame {}
