package io.divan.kernel.session;

/**
 * How one domain's messages to sessions, and their answers, travel to the member that holds the
 * session.
 */
public interface RemoteMessages {
  /** Names the domain; written on the wire. */
  String kind();

  /** Whether a message is of this domain. */
  boolean knows(Object message);

  byte[] encode(Object message);

  /**
   * @throws IllegalArgumentException if this version does not know it
   */
  Object decode(byte[] message);

  byte[] encodeAnswer(Object answer);

  /**
   * @throws IllegalArgumentException if this version does not know it
   */
  Object decodeAnswer(byte[] answer);
}
