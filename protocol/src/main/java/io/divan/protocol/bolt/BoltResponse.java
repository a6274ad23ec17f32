package io.divan.protocol.bolt;

/** An answer. */
public record BoltResponse(
    BoltVersion version, BoltCommand command, int id, byte codec, BoltStatus status, BoltBody body)
    implements BoltFrame {}
