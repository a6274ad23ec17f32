package io.divan.kernel.session;

import java.util.function.Supplier;

/**
 * What this node's sessions have said of one kind, copied to every other member outside the log: it
 * belongs to connections, so it needs no majority and no disk. A copy goes when its session ends,
 * or some time after the process that held it.
 */
public interface Copies {
  /**
   * A session of this node says something.
   *
   * @param version grows with every change of that session
   * @param value only asked for where there are other members
   */
  void publish(SessionId session, long version, Supplier<byte[]> value);

  /** A session of this node has ended. */
  void ended(SessionId session);

  /** Hears of the other members' sessions, in the order in which each member changed them. */
  interface Listener {
    /** Newer than what was heard before, or the same again. */
    void said(SessionId session, long version, byte[] value);

    void gone(SessionId session);
  }
}
