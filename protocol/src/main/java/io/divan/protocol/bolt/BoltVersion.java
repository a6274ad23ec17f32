package io.divan.protocol.bolt;

/** How a Bolt frame is laid out. A reply has the layout of its request. */
public enum BoltVersion {
  /** What stock clients send unless told otherwise. */
  V1,
  /** With a version and a switch byte. */
  V2,
  /** Version 2 with a CRC-32 over the frame behind it. */
  V2_CRC;

  int trailerBytes() {
    return this == V2_CRC ? 4 : 0;
  }
}
