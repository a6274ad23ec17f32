package io.divan.protocol.bolt;

/** One message of a Bolt connection. */
public sealed interface BoltFrame permits BoltRequest, BoltResponse {
  BoltVersion version();

  BoltCommand command();

  /** What a response and its request have in common. */
  int id();

  /** How the content is serialised; 1 is Hessian. */
  byte codec();

  BoltBody body();
}
